from report import report

assert report(["x,2"])[0] == "{{ label }}: 2", "the word as it is"
