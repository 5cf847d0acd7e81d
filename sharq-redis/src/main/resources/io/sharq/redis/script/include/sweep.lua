-- A step of the sweep that follows each change of the defaults (rule 24): it brings about a thousand fields of the state hash up
-- to date. A script that reads a queue before the sweep has come to it brings it up to date too. So the sweep is for queues that
-- may release earlier than before and that no script reads until then. The partition's record has the cursor.
local SWEPT = 1000

-- Call it after the script has read all keys, and has begun to write. The caller has remembered the head of the turns.
local function sweep()
  local page = redis.call('HSCAN', STATE, decimal(partition.cursor), 'COUNT', SWEPT)
  local found = page[2]
  has_changed = true
  for i = 1, #found, 2 do
    local id = found[i]
    if id ~= '' and id:byte(1) > 0 and code_end(id, 1) == #id then
      if fields[id] == nil then
        fields[id] = found[i + 1]
      end
      local queue = find_queue(id)
      -- The script may have read it before it changed the defaults.
      if queue and queue.generation ~= partition.defaults then
        defaults.refresh(id, queue)
      end
      if queue and queue.renewed then
        settle(id, queue)
      elseif queue and queue.is_stale then
        save_queue(id, queue)
      end
    end
  end
  partition.cursor = tonumber(page[1])
  if partition.cursor == 0 then
    partition.is_sweeping = false
    if #defaults.list() == 0 then
      partition.defaults = nil
      drop(defaults.FIELD)
    end
  end
end
