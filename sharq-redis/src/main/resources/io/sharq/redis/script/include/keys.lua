-- The keys of a partition, the same eight for every script. docs/redis-keys.md describes each.
local STATE, JOBS, PLACES, SCHEDULED, READY, LEASES, DEAD, MEMORY = unpack(KEYS)
local NEVER = math.huge
-- Lua accesses a local faster than a global, and a batch uses these thousands of times.
local redis, struct, string, math, ARGV = redis, struct, string, math, ARGV
