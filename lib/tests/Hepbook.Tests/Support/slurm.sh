#!/usr/bin/env bash
# A Slurm of one machine for tests: munge, a controller and a node, in one folder, on ports of their own. Installs nothing.
#   slurm.sh start FOLDER [CPUS]    starts it; afterwards SLURM_CONF=FOLDER/slurm.conf makes Slurm's commands talk to it
#   slurm.sh stop FOLDER            ends the processes that start began, by their ids
# Debian: apt-get install slurm-wlm munge. Must run as root, since the node starts tasks as the user who submitted them.
set -euo pipefail

programs=(munged slurmctld slurmd sbatch squeue scontrol)

# A port that nobody listens on.
free_port() {
    local port
    for ((port = 20000 + RANDOM % 20000; ; port++)); do
        if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
            echo "$port"
            return
        fi
    done
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    while ! "$@" > /dev/null 2>&1; do
        if ((SECONDS > until)); then
            echo "$what did not come up; logs:" >&2
            tail -n 20 "$folder"/*.log >&2
            return 1
        fi
        sleep 0.1
    done
}

# No cgroups, which containers often do not give: processes are followed by their group.
# The node may claim more processors than there are: tests with sleeping tasks then run side by side.
configuration() {
    local host
    host=$(hostname -s)
    cat << CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=100000,sched_interval=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
ReturnToService=2
MinJobAge=300
KillWait=5
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$1 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=$host MaxTime=INFINITE State=UP PriorityTier=2 PreemptMode=OFF
CONF
}

start() {
    local name
    PATH=$PATH:/usr/sbin
    for name in "${programs[@]}"; do
        if ! command -v "$name" > /dev/null; then
            echo "$name is not installed" >&2
            exit 3
        fi
    done
    mkdir -p "$folder/state" "$folder/spool"
    # munge insists on folders that others cannot write to.
    chmod 755 "$folder"
    head -c 128 /dev/urandom > "$folder/munge.key"
    chmod 600 "$folder/munge.key"
    munged --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
        --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
    configuration "$1" > "$folder/slurm.conf"
    export SLURM_CONF=$folder/slurm.conf
    slurmctld -f "$SLURM_CONF" -c
    slurmd -f "$SLURM_CONF"
    wait_for 30 "the controller" scontrol ping
    wait_for 30 "the node" bash -c 'sinfo -h -o %t | grep -q idle'
}

stop() {
    local name id
    # Tasks end before the node that watches them.
    if [ -e "$folder/slurm.conf" ]; then
        export SLURM_CONF=$folder/slurm.conf
        scancel --me || true
        for _ in $(seq 100); do
            [ -n "$(squeue --noheader --me 2> /dev/null)" ] || break
            sleep 0.1
        done
    fi
    for name in slurmd slurmctld munged; do
        id=$(cat "$folder/$name.pid" 2> /dev/null) || continue
        kill "$id" 2> /dev/null || continue
        # Its files must be written before the folder goes away.
        for _ in $(seq 100); do
            kill -0 "$id" 2> /dev/null || break
            sleep 0.1
        done
    done
}

folder=$(realpath -m "$2")
case $1 in
    start) start "${3:-8}" ;;
    stop) stop ;;
    *) echo "start or stop?" >&2; exit 2 ;;
esac
