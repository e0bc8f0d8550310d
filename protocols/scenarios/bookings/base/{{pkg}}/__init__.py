class Refused(Exception):
    """What is not allowed; the message says why."""
