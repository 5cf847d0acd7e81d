-- Lists a partition's queues.
-- KEYS: the partition's eight. ARGV: clock, cursor ('0' to begin), about how many fields to scan.
-- Reply: the next cursor ('0' after the last), then the queues' codes. Writes nothing.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include ids
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include defaults
--- @include queues

if not enter(clock()) then
  return { '0' }
end
local page = redis.call('HSCAN', STATE, ARGV[2], 'COUNT', ARGV[3])
local reply = { page[1] }
for i = 1, #page[2], 2 do
  local field = page[2][i]
  -- Skips other fields: '' is the partition, \0 begins a nonce, and a job's field is longer than its queue's code.
  if field ~= '' and field:byte(1) ~= 0 and field ~= DAMAGE and code_end(field, 1) == #field then
    fields[field] = page[2][i + 1]
    if find_queue(field) then
      reply[#reply + 1] = field
    end
  end
end
return reply
