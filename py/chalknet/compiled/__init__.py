"""Training steps as machine code: recorded once, then run by the browser without Python."""
