-- Recomputes the counts of a queue's record from the sets, if the record is lost or wrong.
local repairs = on_first_use({})

function repairs.make()
  function repairs.earliest_due(id)
    local from, to = members_of(id)
    local first = redis.call('ZRANGEBYLEX', SCHEDULED, from, to, 'LIMIT', 0, 1)[1]
    return first and #first > #id + 6 and struct.unpack('>I7', first, #id + 1) or 0
  end

  -- Resets scores of a lexicographic set to 0. Such a set is ordered by bytes only while all scores are equal; a different one
  -- hides other members. Returns whether it changed any.
  function repairs.level(key)
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

  -- Counts a queue's members of a set. A key of a wrong type counts as empty: the script may have written, and must not fail.
  local function count_in(key, id)
    local least, most = members_of(id)
    local counted = redis.pcall('ZLEXCOUNT', key, least, most)
    return type(counted) == 'number' and counted or 0
  end

  -- Recounts a queue's queued and scheduled jobs. `taken` is the number of its jobs that this script has released and that
  -- still have their places.
  function repairs.recount(id, queue, taken)
    queue.queued = math.max(0, count_in(PLACES, id) - taken)
    queue.scheduled = count_in(SCHEDULED, id)
    queue.due = queue.scheduled > 0 and repairs.earliest_due(id) or 0
  end

  -- Rebuilds a queue whose record is lost or unreadable. Its jobs are recounted; its settings and its last release are lost.
  function repairs.rebuild(id)
    local queue = new_queue(id)
    repairs.recount(id, queue, 0)
    queues[id] = queue
    set_aside('a queue without its record', id)
    return queue
  end

  -- The queue of an existing job, rebuilt if its record is lost.
  function repairs.owner(id)
    return find_queue(id) or repairs.rebuild(id)
  end
end
