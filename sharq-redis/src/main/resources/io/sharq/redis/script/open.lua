-- Opens a partition, or marks an open one as listed. An open partition has all its keys, each with a sentinel that no range
-- of a script includes, so that during the migration of a slot Redis can tell a half-moved partition from a whole one.
-- A partition that has data but no record has lost its record. It is opened with the data that is left, on the wall clock
-- without an offset, and not paused.
-- KEYS: the partition's eight. ARGV: clock, nonce of the listing (8 bytes), 1 to mark the partition as listed if the nonce
-- is its own.
-- Reply: the nonce of the partition, and 1 if it is listed else 0; nil and 0 if it should be marked and is not open.
-- First write: HSET, which Redis refuses when memory is full.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include soundness

local nonce, marks = ARGV[2], ARGV[3] == '1'
local at = clock()
if enter(at) then
  if marks and partition.nonce == nonce and not partition.listed then
    partition.listed = true
    has_changed = true
    leave()
  end
  return { partition.nonce, partition.listed and 1 or 0 }
end
if marks then
  return { false, 0 }
end
-- Fails before the first write if another program has stored a wrong type under one of the keys.
local remains = redis.call('HLEN', JOBS) + redis.call('HLEN', STATE)
check_sets(PLACES, SCHEDULED, READY, LEASES, DEAD, MEMORY)
local earliest = redis.call('ZRANGEBYLEX', SCHEDULED, '[\0', '(\1', 'LIMIT', 0, 1)[1]
local has_defaults = redis.call('HEXISTS', STATE, '\254') == 1
partition = {
  paused = false, listed = false, revision = 0, offset = 0, stepped_back = false, nonce = nonce, minutes = '',
  -- 0 makes the next call look for the earliest deadline.
  deadline = earliest and 0 or NEVER,
  -- No queue has this revision, so each takes the defaults again.
  defaults = has_defaults and 1 or nil,
  is_sweeping = has_defaults, cursor = 0,
}
wall = 0
if remains > 0 then
  set_aside('a partition without its record', '')
  count_damage(at)
end
put('', pack_partition())
write_fields()
redis.call('HSET', JOBS, '', '')
for _, key in ipairs({ PLACES, SCHEDULED }) do
  redis.call('ZADD', key, 0, '')
end
for _, key in ipairs({ READY, LEASES, DEAD, MEMORY }) do
  redis.call('ZADD', key, 'inf', '')
end
return { nonce, 0 }
