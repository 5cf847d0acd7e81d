-- Dequeues.
function request()
  return wrk.format('GET', '/dequeue/sms/')
end
