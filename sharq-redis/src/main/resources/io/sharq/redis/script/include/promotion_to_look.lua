-- Promotes a queue's due jobs and writes the changes, for scripts that otherwise only read. False if some are left.
local function promote_to_look(id, queue)
  if queue.scheduled == 0 or queue.due > now then
    return true
  end
  redis.call('ZCARD', PLACES)
  local is_complete = promote(id, queue)
  save_queue(id, queue)
  count_damage(now)
  write_fields()
  return is_complete
end
