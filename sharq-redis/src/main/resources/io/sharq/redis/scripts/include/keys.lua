-- The keys of a partition, the same eight for every script. docs/redis-keys.md describes each.
local STATE, JOBS, PLACES, SCHEDULED, READY, LEASES, DEAD, MEMORY = unpack(KEYS)
local NEVER = math.huge
