#!/bin/sh
# Makes a database of data/sample.sql with all migrations: sh tests/sample.sh DB
set -eu
sh migrate.sh "$1" up 1
sqlite3 -batch -bail "$1" <data/sample.sql
sh migrate.sh "$1" up
