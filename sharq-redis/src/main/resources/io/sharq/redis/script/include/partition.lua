-- The partition's record, in the field '' of the state hash: layout, flags (1 the type is paused, 2 the partition is listed,
-- 4 the type is being resharded, 8 there are deadlines, 16 there are defaults), revision, last wall clock, offset, the nonce
-- of its listing, an instant not later than the earliest deadline if there is one, of the defaults the revision of their last
-- change and 1 more than the cursor of its sweep (0 if it has ended), the counts of its minutes.
local PARTITION = '>BBI7I7I7c8'
local SHORTEST_PARTITION = 31
local LAYOUT = 2
local MOVING = 4
local may_enter_moving = false
local partition = false
local wall, now = 0, 0
local has_changed = false

-- Begins an operation: reads the partition's record, and sets `wall` and the steady time `now`. False if the partition is
-- not open, or its record is unreadable.
local function enter(at)
  wall = at
  local packed = get('')
  if not packed or #packed < SHORTEST_PARTITION then
    return false
  end
  local layout, flags, revision, last_wall, offset, nonce, rest = struct.unpack(PARTITION, packed)
  if layout ~= LAYOUT then
    error('SHARQ_LAYOUT this version of SharQ reads layout ' .. LAYOUT .. ', and the data of the type have layout ' .. layout
      .. ': use the version that wrote them, or another prefix')
  end
  local deadline = NEVER
  if flags % 16 >= 8 and #packed >= SHORTEST_PARTITION + 7 then
    deadline, rest = struct.unpack('>I7', packed, rest)
  end
  local revision_of_defaults, cursor
  if flags >= 16 and #packed >= rest + 13 then
    revision_of_defaults, cursor, rest = struct.unpack('>I7I7', packed, rest)
  end
  -- A record that is too short for what its flags say is unreadable too.
  local greatest = math.max(
    revision, last_wall, offset, flags % 16 >= 8 and deadline or 0, flags >= 16 and (revision_of_defaults or NEVER) or 0)
  if flags >= 32 or greatest > GREATEST then
    return false
  end
  if flags % 8 >= MOVING and not may_enter_moving then
    error('SHARQ_MOVING the type is being spread over another number of partitions')
  end
  partition = {
    paused = flags % 2 == 1,
    listed = flags % MOVING >= 2,
    moving = flags % 8 >= MOVING,
    revision = revision,
    last_wall = last_wall,
    offset = steady_offset(last_wall, offset, wall),
    stepped_back = wall < last_wall,
    nonce = nonce,
    deadline = deadline,
    defaults = revision_of_defaults,
    is_sweeping = (cursor or 0) > 0,
    cursor = (cursor or 0) - 1,
    minutes = has_length_of_minutes(#packed - rest + 1) and packed:sub(rest) or '',
  }
  now = wall + partition.offset
  return true
end

-- The number of the next change.
local function next_number()
  local last = partition.revision
  return next_revision(last > seen and last or seen, now)
end

-- Takes the next number for one change.
local function change()
  local number = next_number()
  partition.revision = number
  has_changed = true
  return number
end

local function to_wall(instant)
  return instant - partition.offset
end

local function pack_partition()
  local flags = (partition.paused and 1 or 0) + (partition.listed and 2 or 0)
    + (partition.moving and MOVING or 0)
  local deadline = ''
  if partition.deadline ~= NEVER then
    flags, deadline = flags + 8, struct.pack('>I7', partition.deadline)
  end
  local defaults_part = ''
  if partition.defaults then
    flags = flags + 16
    defaults_part = struct.pack('>I7I7', partition.defaults, partition.is_sweeping and partition.cursor + 1 or 0)
  end
  return struct.pack(PARTITION, LAYOUT, flags, partition.revision, partition.keeps_wall or wall, partition.offset,
    partition.nonce)
    .. deadline .. defaults_part .. partition.minutes
end

-- A write that changes nothing. Redis accepts it when memory is full, and then also the later writes of the script.
local function begin_writing()
  redis.call('ZREM', READY, '\0')
end

-- Ends an operation: writes the changed fields. A change or a step back also updates the state of time; the removal of passed
-- deadlines of jobs under leases does not.
local function leave()
  if partition.stepped_back and not has_changed then
    begin_writing()
  end
  local updates_time = has_changed or partition.stepped_back or aside[1]
  if updates_time or partition.has_expired then
    partition.keeps_wall = not updates_time and partition.last_wall
    count_damage(now)
    put('', pack_partition())
    write_fields()
  end
end
