-- Until when upkeep comes to this partition at the latest, in a field of its own: that instant, and how often it has come.
-- The index of visits has another slot, so a client arranges an earlier visit there before it is noted here.
local VISIT = '\0'
local VISIT_FORMAT, VISIT_BYTES = '>I7I4', 11
local visit_at, visits = NEVER, 0

-- A record that is missing or damaged is as if no visit were arranged.
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
