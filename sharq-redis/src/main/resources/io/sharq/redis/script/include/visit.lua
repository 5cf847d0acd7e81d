-- The record of the visits of upkeep, in a field of its own: the latest instant of the next visit, and the number of visits.
-- The index of visits is in another slot, so a client arranges an earlier visit there before a script records it here.
local VISIT = '\0'
local VISIT_FORMAT, VISIT_BYTES = '>I7I4', 11
local visit_at, visits = NEVER, 0

-- A missing or damaged record counts as no arranged visit: `visit_at` stays NEVER.
local function read_visit()
  local packed = get(VISIT)
  if packed and #packed == VISIT_BYTES then
    visit_at, visits = struct.unpack(VISIT_FORMAT, packed)
  end
end

local function note_visit(at)
  visit_at = at
  put(VISIT, struct.pack(VISIT_FORMAT, at, visits))
end
