-- Rule 24, as io.sharq.rules.Defaults: the defaults of the type, in the field \254 of the state hash. The number of patterns
-- `u1`, and for each: the length of its prefix `u1`, the prefix, a mask `u1` (1 interval, 2 ordered, 4 concurrency, 8 ordered is
-- true), interval in ms `u5`, concurrency `u4`.
-- A queue has the settings that were in force when it was last changed, which of them it has itself, and the revision of the
-- change of the defaults by which they were resolved. A script that finds another revision than the partition's resolves them.
-- `ALL_OWN` are the sources of a queue that has every setting itself.
local defaults = on_first_use({ FIELD = '\254', MOST = 100, ALL_OWN = 48 })

do
  -- What a queue has itself, in the sum `queue.sources`, nil for 0: 8 not the interval, 16 the order, 32 the cap.
  local NOT_INTERVAL, ORDER, CAP = 8, 16, 32

  -- Notes that a queue has settings itself, by a mask: 1 interval, 2 ordered, 4 concurrency.
  function defaults.own(queue, mask)
    local sources = queue.sources or 0
    if mask % 2 == 1 and sources % 16 >= NOT_INTERVAL then
      sources = sources - NOT_INTERVAL
    end
    if mask % 4 >= 2 and sources % 32 < ORDER then
      sources = sources + ORDER
    end
    if mask >= 4 and sources % 64 < CAP then
      sources = sources + CAP
    end
    queue.sources = sources > 0 and sources or nil
  end

  function defaults.make()
    local GREATEST_INTERVAL = 31536000000
    local by_prefix, longest

    local function unpack_number(format, packed, at, length, greatest)
      if #packed < at + length - 1 then
        return nil, at
      end
      local number = struct.unpack(format, packed, at)
      return number <= greatest and number or nil, at + length
    end

    -- The list of patterns, each with its prefix and what it names; nil if the record cannot be read.
    function defaults.unpack(packed)
      local list, at = {}, 2
      for i = 1, packed:byte(1) or 0 do
        local length = packed:byte(at)
        local mask = length and packed:byte(at + length + 1)
        if not mask or mask > 15 or mask % 8 == 0 then
          return nil
        end
        local entry = { prefix = packed:sub(at + 1, at + length) }
        at = at + length + 2
        if mask % 2 == 1 then
          entry.interval, at = unpack_number('>I5', packed, at, 5, GREATEST_INTERVAL)
        end
        if mask % 4 >= 2 then
          entry.ordered = mask >= 8
        end
        if mask % 8 >= 4 then
          entry.cap, at = unpack_number('>I4', packed, at, 4, GREATEST_COUNT)
        end
        if mask % 2 == 1 and not entry.interval or mask % 8 >= 4 and not entry.cap then
          return nil
        end
        list[i] = entry
      end
      return packed ~= '' and at == #packed + 1 and list or nil
    end

    function defaults.pack(list)
      local packed = { string.char(#list) }
      for _, entry in ipairs(list) do
        local mask = (entry.interval and 1 or 0) + (entry.ordered ~= nil and 2 or 0) + (entry.cap and 4 or 0)
          + (entry.ordered and 8 or 0)
        packed[#packed + 1] = string.char(#entry.prefix) .. entry.prefix .. string.char(mask)
          .. (entry.interval and struct.pack('>I5', entry.interval) or '')
          .. (entry.cap and struct.pack('>I4', entry.cap) or '')
      end
      return table.concat(packed)
    end

    -- The list of patterns. A record that is missing or cannot be read is set aside, and no defaults take its place.
    function defaults.list()
      local packed = get(defaults.FIELD)
      local list = packed and defaults.unpack(packed)
      if not list then
        set_aside('defaults that are missing or cannot be read', '')
        put(defaults.FIELD, '\0')
        -- The sweep takes the revision from the queues and the partition.
        partition.is_sweeping, partition.cursor = true, 0
      end
      return list or {}
    end

    -- Makes the next resolution read the patterns again.
    function defaults.forget_patterns()
      by_prefix = nil
    end

    local function text_of(code)
      local text = code:sub(2)
      if code:byte(1) ~= 240 then
        return text
      end
      local hex = text:gsub('.', function(byte)
        return string.format('%02x', byte:byte())
      end)
      return table.concat(
        { hex:sub(1, 8), hex:sub(9, 12), hex:sub(13, 16), hex:sub(17, 20), hex:sub(21) }, '-')
    end

    local function index(list)
      by_prefix, longest = {}, 0
      for _, entry in ipairs(list) do
        by_prefix[entry.prefix] = entry
        longest = math.max(longest, #entry.prefix)
      end
    end

    -- The defaults of a queue: of each setting that of the longest matching pattern that names it.
    function defaults.of(id)
      if not by_prefix then
        index(partition.defaults and defaults.list() or {})
      end
      local text, interval, ordered, cap = text_of(id), nil, nil, nil
      for length = math.min(#text, longest), 0, -1 do
        local entry = by_prefix[text:sub(1, length)]
        if entry then
          interval = interval or entry.interval
          if ordered == nil then
            ordered = entry.ordered
          end
          cap = cap or entry.cap
        end
      end
      return interval or 0, ordered or false, cap or 0
    end

    -- Gives a queue the defaults in force for what it does not have itself. `renewed` says that a setting has changed by that, so
    -- that its turn must be recomputed.
    function defaults.resolve(id, queue)
      local sources = queue.sources or 0
      local interval, ordered, cap = queue.interval, queue.ordered, queue.cap
      local default_interval, default_ordered, default_cap = defaults.of(id)
      if sources % 16 >= NOT_INTERVAL then
        queue.interval = default_interval
      end
      if sources % 32 < ORDER then
        queue.ordered = default_ordered
      end
      if sources % 64 < CAP then
        queue.cap = default_cap
      end
      -- None while there are no patterns, since the partition has no revision of defaults either once the sweep has ended.
      queue.generation = sources ~= defaults.ALL_OWN and next(by_prefix) and partition.defaults or nil
      queue.is_stale = true
      if queue.interval ~= interval or queue.ordered ~= ordered or queue.cap ~= cap then
        queue.renewed = true
      end
    end

    -- Brings a queue up to date that was read. A drained queue is kept until its new spacing has passed.
    function defaults.refresh(id, queue)
      if queue.sources == defaults.ALL_OWN then
        return
      end
      defaults.resolve(id, queue)
      if queue.renewed and queue.forget > 0 then
        queue.forget = math.max(queue.forget, earliest(queue))
      end
    end

    -- Lets a queue have settings by default, by the same mask.
    function defaults.go_back(id, queue, mask)
      local sources = queue.sources or 0
      if mask % 2 == 1 and sources % 16 < NOT_INTERVAL then
        sources = sources + NOT_INTERVAL
      end
      if mask % 4 >= 2 and sources % 32 >= ORDER then
        sources = sources - ORDER
      end
      if mask >= 4 and sources % 64 >= CAP then
        sources = sources - CAP
      end
      queue.sources = sources > 0 and sources or nil
      defaults.resolve(id, queue)
    end
  end
end
