-- Reads the defaults of the type (rule 24).
-- KEYS: the partition's eight. ARGV: clock.
-- Reply: {the defaults as they are stored}, or {} if there are none. Nothing is written.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include damage
--- @nested
--- @include partition

read_fields('', '\254')
if not enter(clock()) or not partition.defaults then
  return {}
end
return { get('\254') or '\0' }
