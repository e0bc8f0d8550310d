# C7: a status of the three, never missing; an end no earlier than the start.
. "$(dirname "$0")/lib.sh"
start
q "$(people)"
refused "$(contract 1 1 North 2000 NULL NULL NULL)" 'a missing status'
refused "$(contract 1 1 North 2000 NULL "'A'" NULL)" 'another status'
refused "$(contract 1 1 North 2000 NULL "''" NULL)" 'an empty status'
refused "$(contract 1 1 North 2000 NULL "'active'" "'2024-01-09'")" 'an end before the start'
for status in active paused ended; do
    accepted "$(contract 1 1 North 2000 NULL "'$status'" "'2024-01-10'") DELETE FROM {{ contract }};" "$status, a single day"
done
accepted "$(contract 1 1 North NULL NULL "'active'" NULL)" 'no end, no {{ fee }}'
refused "UPDATE {{ contract }} SET status = NULL" 'a status taken away'
