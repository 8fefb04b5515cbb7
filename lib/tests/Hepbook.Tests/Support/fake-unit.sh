#!/bin/bash
# Stands for hepbook in tests of the batch scripts: fake-unit.sh FOLDER --unit N counts to 100 in steps of 0.1 s, saves
# each step, and goes on from there; fails at once where FOLDER/fail-N is. fake-unit.sh FOLDER merge DIR says what is done.
folder=$1
if [ "$2" = merge ]; then
    ls "$folder"/units/*/unit.json | wc -l
    exit
fi

unit=$3
trap 'echo "asked to stop at $count"; exit 130' TERM
echo "$$" > "$folder/pid-$unit"
[ ! -e "$folder/fail-$unit" ] || { echo "the input is bad"; exit 2; }
count=$(cat "$folder/count-$unit" 2> /dev/null || echo 0)
echo "begins at $count"
while [ "$count" -lt 100 ] && [ ! -e "$folder/finish" ]; do
    sleep 0.1
    count=$((count + 1))
    echo "$count" > "$folder/count-$unit"
done
mkdir -p "$folder/units/$(printf '%05d' "$unit")"
echo "{}" > "$folder/units/$(printf '%05d' "$unit")/unit.json"
