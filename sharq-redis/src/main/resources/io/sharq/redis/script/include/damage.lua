-- Damaged entries: an entry without its counterpart, or a record that cannot be read. Such an entry is set aside: removed
-- from the sets that scripts work through, so that it blocks nothing, and counted. The field \255 of the state hash holds
-- the number and the last few entries: when, what, and the code of the queue, or of the queue and the job.
local DAMAGE = '\255'
local NAMED = 16
local aside, is_to_be_called_again = {}, false

-- A name is kept up to 512 bytes, which is longer than the codes of any queue and job. The number is no local of its own: Lua
-- allows 200, and the dequeue needs most of them.
local function set_aside(what, name)
  aside[#aside + 1] = { what, name:sub(1, 512) }
end

-- The number, and the last entries: for each its instant, what, and the code.
local function unpack_damage(packed)
  if #packed < 4 then
    return 0, {}
  end
  local number, named, at = struct.unpack('>I4', packed), {}, 5
  while at + 9 < #packed do
    local instant, length, name_length, start = struct.unpack('>I7BI2', packed, at)
    local what = packed:sub(start, start + length - 1)
    at = start + length + name_length
    named[#named + 1] = { instant, what, packed:sub(start + length, at - 1) }
  end
  return number, named
end

-- Adds the entries that were set aside to the record. Call it before `write_fields`.
local function count_damage(at)
  if #aside == 0 then
    return
  end
  local number, named = unpack_damage(get(DAMAGE) or '')
  local all = {}
  for i = math.max(1, #aside - NAMED + 1), #aside do
    all[#all + 1] = { at, aside[i][1], aside[i][2] }
  end
  for i = 1, math.min(#named, NAMED - #all) do
    all[#all + 1] = named[i]
  end
  local packed = { struct.pack('>I4', math.min(GREATEST_COUNT, number + #aside)) }
  for _, entry in ipairs(all) do
    packed[#packed + 1] = struct.pack('>I7BI2', entry[1], #entry[2], #entry[3]) .. entry[2] .. entry[3]
  end
  put(DAMAGE, table.concat(packed))
  aside = {}
end

-- Appends a list to the reply if the partition has a record of damage: the number of entries set aside, the instant of the
-- last, and 1 if nothing else was done and the call must be repeated, else 0.
local function with_damage(reply)
  local packed = fields[DAMAGE]
  if packed then
    local number, named = unpack_damage(packed)
    reply[#reply + 1] = { number, named[1] and named[1][1] or 0, is_to_be_called_again and 1 or 0 }
  end
  return reply
end
