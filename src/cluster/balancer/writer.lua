-- Which node the write port leads to, and whose connections end, by what HAProxy's own checks say (haproxyConfig.ts).
-- A node that was chosen stays chosen until it can't be any more, or somebody asks for another: the write port isn't
-- given back to an earlier one. https://www.arpalert.org/src/haproxy-lua-api/3.0/

local nodes = { 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7', 'g8', 'g9' }
local order_file = '/etc/galera-clusters/order'
-- In seconds: what transactions get for their end on a node that the write port was taken from by somebody's order.
local drains_within = 5
local looks_each_ms = 200

local writer, cut_at, last_order, last_told = nil, {}, nil, nil
-- Nodes whose agent has answered since they were down last.
local has_heard = {}
-- Whether each node has once been known to be up or down: until then some could be led to one that isn't there.
local has_settled = false

-- What a node is good for: 'synced', 'donor', 'leaving', 'down', or 'unknown' while HAProxy, which begins by taking
-- every server to be up, hasn't heard of it. Of one that was told to drain by its agent HAProxy keeps the weight; a
-- donor's agent says that it is 0.
local function state_of(node)
  local server = core.backends['read'].servers[node]
  local stats = server:get_stats()
  if string.sub(stats.status, 1, 2) ~= 'UP' and string.sub(stats.status, 1, 5) ~= 'DRAIN' then
    has_heard[node] = nil
    return 'down'
  end
  has_heard[node] = has_heard[node] or stats.agent_status == 'L7OK'
  if not has_heard[node] then return 'unknown' end
  if tonumber(stats.weight) == 0 then return 'donor' end
  return server:is_draining() and 'leaving' or 'synced'
end

local function first_of(states, wanted)
  if writer and states[writer] == wanted then return writer end
  for _, node in ipairs(nodes) do
    if states[node] == wanted then return node end
  end
end

local function all_states()
  local states = {}
  for _, node in ipairs(nodes) do states[node] = state_of(node) end
  return states
end

-- Undefined where nobody can be written to; whoever was the writer stays it, should he be the first to come back.
local function choose()
  if not has_settled then return nil end
  if writer and state_of(writer) == 'synced' then return writer end
  local states = all_states()
  local chosen = first_of(states, 'synced') or first_of(states, 'donor') or first_of(states, 'leaving')
  writer = chosen or writer
  return chosen
end

local function end_sessions(node, backends)
  for _, backend in ipairs(backends) do
    local server = core.backends[backend].servers[node]
    if tonumber(server:get_stats().scur) > 0 then server:shut_sess() end
  end
end

local function say(text)
  io.stdout:write('galera-balancer: ' .. text .. '\n')
  io.stdout:flush()
end

-- "g2 NAME": g2 is to be the writer; the name is for the answer.
local function heed_order(states)
  local file = io.open(order_file)
  if not file then return end
  local text = file:read('a')
  file:close()
  local node, name = string.match(text, '^(g%d) (%w+)\n$')
  if not name or name == last_order then return end
  last_order = name
  if states[node] ~= 'synced' then
    say('order=' .. name .. ' refused')
    return
  end
  if writer and writer ~= node then cut_at[writer] = core.now().sec + drains_within end
  cut_at[node] = nil
  writer = node
  say('order=' .. name .. ' done')
end

-- Only what has changed.
local function tell(states)
  local parts = { 'writer=' .. (writer or '') }
  for _, node in ipairs(nodes) do
    if states[node] ~= 'down' and states[node] ~= 'unknown' then parts[#parts + 1] = node .. '=' .. states[node] end
  end
  local told = table.concat(parts, ' ')
  if told ~= last_told then say(told) end
  last_told = told
end

local function look()
  local states = all_states()
  has_settled = has_settled or first_of(states, 'unknown') == nil
  if not has_settled then return end
  heed_order(states)
  choose()
  local has_synced = first_of(states, 'synced') ~= nil
  for _, node in ipairs(nodes) do
    if states[node] == 'donor' and has_synced then end_sessions(node, { 'read', 'write', 'donors' }) end
    if cut_at[node] and core.now().sec >= cut_at[node] then
      if writer ~= node then end_sessions(node, { 'write' }) end
      cut_at[node] = nil
    end
  end
  tell(states)
end

core.register_fetches('writer', function() return choose() end)
core.register_fetches('settled', function() return has_settled and 'yes' or 'no' end)

core.register_task(function()
  while true do
    local is_well, reason = pcall(look)
    if not is_well then say('error ' .. string.gsub(tostring(reason), '%s+', ' ')) end
    core.msleep(looks_each_ms)
  end
end)
