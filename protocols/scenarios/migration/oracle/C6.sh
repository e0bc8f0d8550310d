# C6: a {{ locker }} is held by at most one {{ contract }} that has not ended.
. "$(dirname "$0")/lib.sh"
start
q "$(people) $(contract 1 1 North 2000 "'12'" "'active'" NULL) $(contract 2 1 North 2000 "'14'" "'paused'" NULL)"
refused "$(contract 3 2 North 2000 "'12'" "'active'" NULL)" 'a {{ locker }} held twice'
refused "$(contract 3 2 North 2000 "'12'" "'paused'" NULL)" 'a paused one beside an active one'
refused "$(contract 3 2 North 2000 "'14'" "'active'" NULL)" 'an active one beside a paused one'
refused "$(contract 3 2 South 2000 "'12'" "'active'" NULL)" 'a {{ locker }} held twice, at two {{ sites }}'
accepted "$(contract 4 2 North 2000 "'12'" "'ended'" NULL) $(contract 5 2 North 2000 "'12'" "'ended'" NULL)" 'ended ones'
accepted "$(contract 6 2 North 2000 NULL "'active'" NULL) $(contract 7 2 North 2000 NULL "'active'" NULL)" 'several without'
refused "UPDATE {{ contract }} SET status = 'active' WHERE id = 4" 'taking up an ended one whose {{ locker }} is held'
