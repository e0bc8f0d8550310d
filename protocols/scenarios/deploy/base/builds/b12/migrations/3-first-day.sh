echo "0,0" >> "$1/days.csv"
