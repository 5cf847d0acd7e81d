-- Rule 9, as io.sharq.rules.Requeues: whether a job is requeued after its lease expired or failed.
local function comes_back(requeues, limit)
  return limit == -1 or requeues < limit
end
