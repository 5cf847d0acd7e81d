-- The index of visits: when upkeep visits each type next, in the index's own steady time.
local function text_of(number)
  return string.format('%.0f', number)
end

-- The index's steady time and its offset, from the last wall clock and the last offset that its clock has stored.
local function index_time(at, last_wall, offset)
  local steady = steady_offset(tonumber(last_wall or '0'), tonumber(offset or '0'), at)
  return at + steady, steady
end
