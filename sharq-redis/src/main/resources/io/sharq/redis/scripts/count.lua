-- Counts what a partition holds (rule 16).
-- KEYS: the partition's eight. ARGV: clock.
-- Reply: the wall clock, queued, scheduled, active, dead, minutes. Writes nothing.
--- @include keys
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include partition

local at = clock()
if not enter(at) then
  return { at, 0, 0, 0, 0, '' }
end
-- Each set holds a sentinel.
local function size(key)
  return redis.call('ZCARD', key) - 1
end
return { at, size(PLACES), size(SCHEDULED), size(LEASES), size(DEAD), partition.minutes }
