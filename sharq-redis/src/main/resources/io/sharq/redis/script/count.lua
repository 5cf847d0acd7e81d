-- Counts the jobs of a partition, and returns the instant since which its first queue in turn is ready (rule 16).
-- KEYS: the partition's eight. ARGV: clock.
-- Reply: the wall clock, queued, scheduled, active, dead, minutes, the instant (nil if no queue is ready now).
-- First write: ZREM, which Redis takes when memory is full. Writes only if deadlines have passed.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
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
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include deadlines_to_look

local at = clock()
read_fields('', DAMAGE)
if not enter(at) then
  return { at, 0, 0, 0, 0, '', false }
end
expire_to_look()
-- The members of a set without its sentinel.
local function size(key)
  return math.max(0, redis.call('ZCARD', key) - 1)
end
local scheduled = size(SCHEDULED)
if partition.deadline ~= NEVER then
  scheduled = scheduled - redis.call('ZLEXCOUNT', SCHEDULED, '[\0', '(\1')
end
local _, since = first_in_turn()
local is_ready = not partition.paused and since <= now
return with_damage({
  at, size(PLACES), scheduled, size(LEASES), size(DEAD), partition.minutes, is_ready and to_wall(since),
})
