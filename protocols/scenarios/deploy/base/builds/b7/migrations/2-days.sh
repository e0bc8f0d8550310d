echo "day,count" > "$1/days.csv"
