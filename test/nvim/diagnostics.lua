-- Prints what Neovim shows for the open buffer once the language server has spoken, as JSON.
--
--   nvim --headless --clean FILE -c "luafile diagnostics.lua"
--
-- TVMSCRIPT_SERVER is the server's command, one word a line. Positions are zero-based lines and UTF-16 characters, into
-- which Neovim's own byte columns are turned back.
local command = vim.split(vim.env.TVMSCRIPT_SERVER, "\n")
local limit_ms = 20000

local published = false
local show = vim.lsp.handlers["textDocument/publishDiagnostics"]
local function on_publish(...)
  show(...)
  published = true
end

local function position(line, byte)
  local text = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1] or ""
  local _, utf16 = vim.str_utfindex(text, math.min(byte, #text))
  return { line = line, character = utf16 }
end

local function shown()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, {
      code = diagnostic.code or diagnostic.user_data.lsp.code,
      source = diagnostic.source,
      severity = diagnostic.severity,
      message = diagnostic.message,
      range = {
        start = position(diagnostic.lnum, diagnostic.col),
        ["end"] = position(diagnostic.end_lnum, diagnostic.end_col),
      },
    })
  end
  return found
end

vim.bo.filetype = "python"
local client = vim.lsp.start_client({
  name = "tvmscript",
  cmd = command,
  root_dir = vim.fn.getcwd(),
  settings = { tvmscript = { targetVersion = vim.env.TVMSCRIPT_TARGET } },
  handlers = { ["textDocument/publishDiagnostics"] = on_publish },
})
vim.lsp.buf_attach_client(0, client)
if vim.wait(limit_ms, function() return published end, 20) then
  io.stdout:write(vim.json.encode(shown()))
  vim.cmd("qall!")
else
  io.stderr:write("the server published nothing in " .. limit_ms .. " ms\n")
  vim.cmd("cquit")
end
