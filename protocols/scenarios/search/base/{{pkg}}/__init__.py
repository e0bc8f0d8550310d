class Refused(Exception):
    """What cannot be done; the message says why."""
