-- A further step of the sweep that follows a change of the defaults (rule 24).
-- KEYS: the partition's eight. ARGV: clock, channel, type.
-- Reply: the wall clock, the revision, 1 if steps are left, else 0.
-- First write: ZREM, which Redis takes when memory is full.
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
--- @include wake
--- @include soundness
--- @include sweep

local at = clock()
read_fields('', defaults.FIELD)
if not enter(at) or not partition.is_sweeping then
  return { at, partition and partition.revision or 0, 0 }
end
remember_head()
check_sets(MEMORY)
begin_writing()
sweep()
return conclude({ at, partition.revision, partition.is_sweeping and 1 or 0 })
