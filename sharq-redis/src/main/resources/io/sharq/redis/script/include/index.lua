-- The index of visits: which type upkeep is to come to, and when, in a steady time of its own.
local function text_of(number)
  return string.format('%.0f', number)
end

-- The steady time and its offset, by what the index's clock has kept of the last wall clock and the offset.
local function index_time(at, last_wall, offset)
  local steady = steady_offset(tonumber(last_wall or '0'), tonumber(offset or '0'), at)
  return at + steady, steady
end
