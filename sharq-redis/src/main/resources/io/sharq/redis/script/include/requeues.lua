-- Rule 9, as io.sharq.rules.Requeues: whether a job whose lease expired or failed comes back once more.
local function comes_back(requeues, limit)
  return limit == -1 or requeues < limit
end
