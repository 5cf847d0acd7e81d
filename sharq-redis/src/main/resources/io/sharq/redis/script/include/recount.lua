-- What a queue's record says is made anew from what is there, where it is gone or does not agree.
local function earliest_due(id)
  local from, to = members_of(id)
  local first = redis.call('ZRANGEBYLEX', SCHEDULED, from, to, 'LIMIT', 0, 1)[1]
  return first and #first > #id + 6 and struct.unpack('>I7', first, #id + 1) or 0
end

-- A set is in the order of its bytes only while all scores are the same, and one that differs hides others. Says whether
-- any did.
local function level(key)
  local has_changed_any = false
  for _, rank in ipairs({ '0', '-1' }) do
    for _ = 1, 100 do
      local member = redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')
      if not member[1] or tonumber(member[2]) == 0 then
        break
      end
      redis.call('ZADD', key, 0, member[1])
      set_aside('an entry with a score of its own', member[1])
      has_changed_any = true
    end
  end
  return has_changed_any
end

-- A script may have written already, so a set that is none is as good as empty.
local function count_in(key, id)
  local least, most = members_of(id)
  local counted = redis.pcall('ZLEXCOUNT', key, least, most)
  return type(counted) == 'number' and counted or 0
end

-- `taken` of the jobs that have places are released, by this script, and have them still.
local function recount(id, queue, taken)
  queue.queued = math.max(0, count_in(PLACES, id) - taken)
  queue.scheduled = count_in(SCHEDULED, id)
  queue.due = queue.scheduled > 0 and earliest_due(id) or 0
end

-- A queue whose record is gone, or cannot be read: its settings and its last release are lost, its jobs are not.
local function rebuild(id)
  local queue = new_queue()
  recount(id, queue, 0)
  queues[id] = queue
  set_aside('a queue without its record', id)
  return queue
end

-- The queue of a job that is there, so that the queue must be.
local function owner(id)
  return find_queue(id) or rebuild(id)
end
