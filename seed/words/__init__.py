"""What is said about made-up pupils: written for them, by area of need."""
