-- Closes a partition to all operations, so that its type can be resharded, or opens it again.
-- KEYS: the partition's eight. ARGV: clock, 1 to close it else 0.
-- Reply: {-1} if the partition does not exist; {n} if it stays open because n jobs are active; else {0, the partition's
-- record}.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include damage
--- @nested
--- @include partition

may_enter_moving = true
local closes = ARGV[2] == '1'
if not enter(clock()) then
  return { -1 }
end
local active = redis.call('ZCARD', LEASES) - 1
if closes and active > 0 then
  return { active }
end
if partition.moving ~= closes then
  partition.moving = closes
  has_changed = true
  begin_writing()
  leave()
end
return { 0, fields[''] }
