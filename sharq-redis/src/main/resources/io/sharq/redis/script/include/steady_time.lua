-- Rule 1, as io.sharq.rules.SteadyTime: the offset that keeps time from going back when the wall clock does.
local function steady_offset(last_wall, offset, wall)
  if wall < last_wall then
    return offset + last_wall - wall
  end
  return offset
end
