-- A queue's record, in the field of its code in the state hash. What a queue of one job that waits lacks stands in parts
-- of its own, so that such a queue stays small. Flags: 1 ordered, 2 pinned, 4 paused; and what follows: 8 the rare part,
-- 16 last release and active jobs, 32 the turn in full instead of what it is above the instant, 64 the number of queued
-- jobs instead of just one.
local RARE = '>I7I7I7I7I4I4I4I7I2'
local NEAR = 4294967296
local queues = {}

local function new_queue()
  return {
    ordered = false, pinned = false, paused = false,
    interval = 0, released = 0, since = NEVER, turn = 0, queued = 0, active = 0,
    held = 0, retry = 0, retained = 0, forget = 0, cap = 0, dead = 0, scheduled = 0, due = 0, reason = '',
    minutes = '',
  }
end

local function unpack_queue(packed)
  local queue = new_queue()
  local flags, interval, since, at = struct.unpack('>BI5I7', packed)
  queue.ordered = flags % 2 == 1
  queue.pinned = flags % 4 >= 2
  queue.paused = flags % 8 >= 4
  queue.interval = interval
  if flags % 64 >= 32 then
    queue.turn, at = struct.unpack('>I7', packed, at)
  else
    queue.turn, at = struct.unpack('>I4', packed, at)
    queue.turn = queue.turn + since
  end
  if since > 0 then
    queue.since = since
  end
  if flags >= 64 then
    queue.queued, at = struct.unpack('>I4', packed, at)
  else
    queue.queued = 1
  end
  if flags % 32 >= 16 then
    queue.released, queue.active, at = struct.unpack('>I7I4', packed, at)
  end
  if flags % 16 >= 8 then
    local length
    queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due, length, at =
      struct.unpack(RARE, packed, at)
    queue.reason = packed:sub(at, at + length - 1)
    at = at + length
  end
  queue.minutes = packed:sub(at)
  return queue
end

local function pack_queue(queue)
  local flags = (queue.ordered and 1 or 0) + (queue.pinned and 2 or 0) + (queue.paused and 4 or 0)
  local since = queue.since == NEVER and 0 or queue.since
  local above = since == 0 and 0 or queue.turn - since
  local turn, queued, released, rare = '', '', '', ''
  if above >= 0 and above < NEAR then
    turn = struct.pack('>I4', above)
  else
    flags = flags + 32
    turn = struct.pack('>I7', queue.turn)
  end
  if queue.queued ~= 1 then
    flags = flags + 64
    queued = struct.pack('>I4', queue.queued)
  end
  if queue.released > 0 or queue.active > 0 then
    flags = flags + 16
    released = struct.pack('>I7I4', queue.released, queue.active)
  end
  if queue.forget + queue.scheduled + queue.dead + queue.cap + queue.held + queue.retry + queue.retained > 0 then
    flags = flags + 8
    rare = struct.pack(
      RARE, queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due,
      #queue.reason) .. queue.reason
  end
  return struct.pack('>BI5I7', flags, queue.interval, since) .. turn .. queued .. released .. rare .. queue.minutes
end

local function holds_no_job(queue)
  return queue.queued == 0 and queue.scheduled == 0 and queue.active == 0 and queue.dead == 0
end

-- The queue of a code, or false if it is not there or may be forgotten.
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
