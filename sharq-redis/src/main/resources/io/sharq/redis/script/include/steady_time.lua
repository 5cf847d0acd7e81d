-- Rule 1, as io.sharq.rules.SteadyTime: the offset that makes time go on when the clock steps back.
local function steady_offset(last_wall, offset, wall)
  if wall < last_wall then
    return offset + last_wall - wall
  end
  return offset
end
