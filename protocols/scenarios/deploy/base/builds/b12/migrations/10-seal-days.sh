echo "sealed" >> "$1/days.csv"
