"""The files that come and go: one module per format, imported when it is asked for.

A reader has `read(file, …)`, a writer `write(file, …)`: both take an open binary file and never
open a path themselves. A page, which is made whole, has `pdf`, `docx` or `text`, which return it.
"""
