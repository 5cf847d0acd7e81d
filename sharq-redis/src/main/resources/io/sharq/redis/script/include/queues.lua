-- A queue's record, in the field of its code in the state hash. What a queue of one job that waits lacks stands in parts
-- of its own, so that such a queue stays small. Flags: 1 ordered, 2 pinned, 4 paused; and what follows: 8 the rare part,
-- 16 last release and active jobs, 32 the turn in full instead of what it is above the instant, 64 the number of queued
-- jobs instead of just one.
local queues = {}
-- A script may have two hundred local names, so what only these need stays between them.
local unpack_queue, new_queue, pack_queue, with_one_less_active

do
  local RARE = '>I7I7I7I7I4I4I4I7I2'
  local NEAR = 4294967296
  -- What stands before the rare part, by the flags 16, 32 and 64 as a number from 0 to 7: to pack it all by one call is what
  -- makes a batch fast.
  local FORMATS = {
    '>BI5I7I4', '>BI5I7I4I7I4', '>BI5I7I7', '>BI5I7I7I7I4',
    '>BI5I7I4I4', '>BI5I7I4I4I7I4', '>BI5I7I7I4', '>BI5I7I7I4I7I4',
  }
  -- How long each of these is, and the rare part without its reason.
  local LENGTHS = { 17, 28, 20, 31, 21, 32, 24, 35 }
  local RARE_LENGTH = 49
  local NEW_QUEUE = '\64' .. string.rep('\0', 20)

  -- Whether a record is as long as what its flags say; so one that was cut or overwritten is hardly ever taken for a queue.
  local function has_length_of_queue(packed)
    local flags = packed:byte(1) or 128
    if flags >= 128 then
      return false
    end
    local length = LENGTHS[(flags - flags % 16) / 16 + 1]
    if flags % 16 >= 8 then
      length = length + RARE_LENGTH
      if #packed < length then
        return false
      end
      length = length + struct.unpack('>I2', packed, length - 1)
    end
    return has_length_of_minutes(#packed - length)
  end

  local function is_in_range(queue)
    local greatest = math.max(
      queue.turn, queue.released, queue.held, queue.retry, queue.retained, queue.forget, queue.due,
      queue.since == NEVER and 0 or queue.since)
    return greatest <= GREATEST
      and math.max(queue.queued, queue.active, queue.cap, queue.dead, queue.scheduled) <= GREATEST_COUNT
  end

  -- What follows what every queue has, and the position after it.
  local function unpack_parts(packed, flags)
    local format, queued, released, active, at = FORMATS[(flags - flags % 16) / 16 + 1], 1, 0, 0, 0
    local _, interval, since, turn
    if flags >= 64 then
      _, interval, since, turn, queued, released, active, at = struct.unpack(format, packed)
    else
      _, interval, since, turn, released, active, at = struct.unpack(format, packed)
    end
    if flags % 32 < 16 then
      released, active, at = 0, 0, released
    end
    return interval, since, flags % 64 < 32 and since + turn or turn, queued, released, active, at
  end

  local function unpack_rare(queue, packed, at)
    local length
    queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due, length, at =
      struct.unpack(RARE, packed, at)
    queue.reason = packed:sub(at, at + length - 1)
    return at + length
  end

  -- A table of 16 fields takes half the room of one of 17, so what few queues have, being pinned, paused or a reason, is nil
  -- in the others.
  -- False if the record cannot be read.
  function unpack_queue(packed)
    if not has_length_of_queue(packed) then
      return false
    end
    local flags = packed:byte(1)
    local interval, since, turn, queued, released, active, at = unpack_parts(packed, flags)
    local queue = {
      ordered = flags % 2 == 1, interval = interval, since = since > 0 and since or NEVER, turn = turn,
      queued = queued, released = released, active = active, minutes = '',
      held = 0, retry = 0, retained = 0, forget = 0, cap = 0, dead = 0, scheduled = 0, due = 0,
    }
    if flags % 4 >= 2 then
      queue.pinned = true
    end
    if flags % 8 >= 4 then
      queue.paused = true
    end
    if flags % 16 >= 8 then
      at = unpack_rare(queue, packed, at)
    end
    queue.minutes = packed:sub(at)
    return is_in_range(queue) and queue
  end

  function new_queue()
    return unpack_queue(NEW_QUEUE)
  end

  local function pack_rare(queue)
    local reason = queue.reason or ''
    return struct.pack(
      RARE, queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due,
      #reason) .. reason
  end

  function pack_queue(queue)
    local since, turn, queued, released, active = queue.since, 0, queue.queued, queue.released, queue.active
    local flags = (queue.ordered and 1 or 0) + (queue.pinned and 2 or 0) + (queue.paused and 4 or 0)
    local rare = ''
    if queue.forget + queue.scheduled + queue.dead + queue.cap + queue.held + queue.retry + queue.retained > 0 then
      flags = flags + 8
      rare = pack_rare(queue)
    end
    if released > 0 or active > 0 then
      flags = flags + 16
    end
    if since == NEVER then
      since = 0
    else
      turn = queue.turn - since
      if turn < 0 or turn >= NEAR then
        flags, turn = flags + 32, queue.turn
      end
    end
    if queued ~= 1 then
      flags = flags + 64
    end
    local format, packed = FORMATS[(flags - flags % 16) / 16 + 1], nil
    if queued ~= 1 then
      packed = struct.pack(format, flags, queue.interval, since, turn, queued, released, active)
    else
      packed = struct.pack(format, flags, queue.interval, since, turn, released, active)
    end
    return packed .. rare .. queue.minutes
  end

  -- The record of a queue with one active job less, changed in place, where nothing else of the queue can hang on that: it
  -- has jobs that wait, and neither keeps its order nor has a rare part. Otherwise nil.
  function with_one_less_active(packed)
    if not packed or not has_length_of_queue(packed) then
      return nil
    end
    local flags = packed:byte(1)
    if flags % 2 == 1 or flags % 32 < 16 or flags % 16 >= 8 then
      return nil
    end
    local at = flags % 64 < 32 and 25 or 28
    if flags >= 64 then
      if struct.unpack('>I4', packed, at - 7) == 0 then
        return nil
      end
      at = at + 4
    end
    local active = struct.unpack('>I4', packed, at)
    if active == 0 then
      return nil
    end
    return packed:sub(1, at - 1) .. struct.pack('>I4', active - 1) .. packed:sub(at + 4)
  end
end

local function holds_no_job(queue)
  return queue.queued == 0 and queue.scheduled == 0 and queue.active == 0 and queue.dead == 0
end

-- The queue of a code, or false if it is not there, cannot be read, or may be forgotten.
local function find_queue(id)
  local queue = queues[id]
  if queue == nil then
    local packed = get(id)
    queue = packed and unpack_queue(packed)
    if queue and queue.forget > 0 and queue.forget <= now then
      queue = false
    end
    queues[id] = queue
  end
  return queue
end

local function find_or_make_queue(id)
  local queue = find_queue(id)
  if not queue then
    queue = new_queue()
    queues[id] = queue
  end
  return queue
end

local function save_queue(id, queue)
  put(id, pack_queue(queue))
end
