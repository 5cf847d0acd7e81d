-- Pushes out a partition's oldest dead jobs beyond its share of the type's limit (rule 14).
-- KEYS: the partition's eight. ARGV: clock, channel, type, the greatest number of dead jobs that may stay, how many to push
-- out at most.
-- Reply: the wall clock, the dead jobs pushed out, the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include memory
--- @include ids
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include defaults
--- @include queues
--- @include repairs
--- @include turns
--- @include wake
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ends
--- @include ending
--- @include death

local at = clock()
if not enter(at) then
  return { at, 0, 0 }
end
remember_head()
check_sets(DEAD, MEMORY)
redis.call('HLEN', JOBS)
begin_writing()
local pushed_out = push_out(tonumber(ARGV[4]), tonumber(ARGV[5]))
return with_ends(conclude({ at, pushed_out, partition.revision }))
