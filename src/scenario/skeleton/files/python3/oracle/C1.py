from report import report

assert report(["x,2", "y,30"])[0].endswith(": 32"), "2 and 30 make 32"
