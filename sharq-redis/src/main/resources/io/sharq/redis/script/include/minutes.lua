-- Rule 16: enqueues and dequeues of the newest counted minute and the minutes before it, at most ten in all. Packed: the
-- newest minute, then for each minute, newest first, its enqueues and its dequeues.
local MINUTES = 10

local function minute_of(wall)
  return math.floor(wall / 60000000)
end

local function count_minute(counts, minute, enqueued, dequeued)
  if counts ~= '' then
    local newest, e, d = struct.unpack('>I4I4I4', counts)
    local age = newest - minute
    if age == 0 then
      return struct.pack('>I4I4I4', newest, e + enqueued, d + dequeued) .. counts:sub(13)
    elseif age > 0 and age < MINUTES then
      local at = 5 + age * 8
      if #counts < at + 7 then
        counts = counts .. string.rep('\0', at + 7 - #counts)
      end
      e, d = struct.unpack('>I4I4', counts, at)
      return counts:sub(1, at - 1) .. struct.pack('>I4I4', e + enqueued, d + dequeued) .. counts:sub(at + 8)
    elseif age < 0 and age > -MINUTES then
      local older = string.rep('\0', (-age - 1) * 8) .. counts:sub(5)
      return struct.pack('>I4I4I4', minute, enqueued, dequeued) .. older:sub(1, (MINUTES - 1) * 8)
    end
  end
  return struct.pack('>I4I4I4', minute, enqueued, dequeued)
end
