"""C12: the exit status, of several files the highest."""

from acceptance import Desk, equal, row


def status(*names):
    desk = Desk()
    desk.write("good", row("A-1"))
    desk.write("bad", row("B-2", date="x"))
    desk.write("closed", b"#encoding: utf-16\n")
    return desk.call(*names)[0] or 0


expected = {
    ("good",): 0,
    ("bad",): 1,
    ("closed",): 2,
    ("missing",): 2,
    ("good", "good"): 0,
    ("bad", "good"): 1,
    ("good", "bad"): 1,
    ("bad", "closed"): 2,
    ("closed", "bad", "good"): 2,
}
for names, wanted in expected.items():
    equal(status(*names), wanted, " ".join(names))
