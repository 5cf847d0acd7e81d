-- Reads a queue and some of its jobs, and changes nothing.
-- KEYS: the type's sorted set. ARGV: prefix, type, queue id, the position of the first job, the greatest number of jobs, the
-- bytes of payloads after which it stops.
-- Reply: {length, score or false, last dequeue or false, interval or false, ids, payloads, limits}. What is missing is false.
local prefix, kind, queue = ARGV[1], ARGV[2], ARGV[3]
local first, most, bytes = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local name = kind .. ':' .. queue
local list = prefix .. ':' .. name

local function read(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    return false
  end
  return answer
end

local ids = read('LRANGE', list, first, first + most - 1) or {}
local found, left, size, taken = {}, {}, 0, 0
for at, id in ipairs(ids) do
  found[at] = redis.call('HGET', prefix .. ':payload', name .. ':' .. id)
  left[at] = read('HGET', list .. ':requeues_remaining', id)
  size = size + #(found[at] or '')
  taken = at
  if size >= bytes then
    break
  end
end
for at = #ids, taken + 1, -1 do
  ids[at] = nil
end
return {
  read('LLEN', list) or 0,
  read('ZSCORE', KEYS[1], queue),
  read('GET', list .. ':time'),
  read('HGET', prefix .. ':interval', name),
  ids,
  found,
  left,
}
