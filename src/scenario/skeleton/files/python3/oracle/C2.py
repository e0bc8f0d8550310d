from counting import count

assert count("x,\n") == ("x", 1), "no number means one"
