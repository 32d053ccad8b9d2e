"""Every strand there is, by broad area."""

from seed.words import body, communication, feelings, learning

STRANDS = communication.STRANDS + learning.STRANDS + feelings.STRANDS + body.STRANDS
