-- Returns when a partition's first queue in turn is ready (rule 4), and whether a nonce has leases.
-- KEYS: the partition's eight. ARGV: clock, nonce (8 bytes) or ''.
-- Reply: the wall clock, the revision (0 if the partition is not open), the instant (nil if there is none or the type is
-- paused), the revision at which the queue got it (0 if there is no instant), 1 if the nonce is known else 0. Writes only if
-- the clock has stepped back, so that an idle partition observes the step too, or if deadlines have passed.
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
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include deadlines_to_look

local nonce = ARGV[2]
local at = clock()
if nonce == '' then
  read_fields('')
else
  read_fields('', '\0' .. nonce)
end
if not enter(at) then
  return { at, 0, false, 0, 0 }
end
expire_to_look()
local since, turn = NEVER, 0
if not partition.paused then
  local _
  _, since, turn = first_in_turn()
end
local is_known = nonce ~= '' and get('\0' .. nonce)
leave()
return { at, partition.revision, since ~= NEVER and to_wall(since), turn, is_known and 1 or 0 }
