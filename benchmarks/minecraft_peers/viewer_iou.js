// Takes pictures of two scenes from given poses with prismarine-viewer in headless Chromium.
//   node viewer_iou.js FOLDER      (written by viewer_iou.py)
const fs = require('fs')
const path = require('path')
const { Vec3 } = require('vec3')
const express = require('express')
const puppeteer = require('puppeteer-core')
const { WorldView } = require('prismarine-viewer/viewer/lib/worldView')
const folder = process.argv[2]
const version = '1.16.4'
const registry = require('prismarine-registry')(version)
const World = require('prismarine-world')(version)
const Chunk = require('prismarine-chunk')(version)
const job = JSON.parse(fs.readFileSync(folder + '/job.json'))
const [sx, sy, sz] = job.shape
const states = job.names.map(name => registry.blocksByName[name].defaultState)
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

const world = data => new World((cx, cz) => {
  const chunk = new Chunk()
  for (let x = 0; x < 16; x++) {
    for (let z = 0; z < 16; z++) {
      const [wx, wz] = [cx * 16 + x, cz * 16 + z]
      const inside = wx >= 0 && wz >= 0 && wx < sx && wz < sz
      for (let y = 0; y < 256; y++) {
        const at = new Vec3(x, y, z)
        const state = inside && y < sy ? states[data[(wx * sy + y) * sz + wz]] : 0
        if (state) chunk.setBlockStateId(at, state)
        chunk.setSkyLight(at, 15)
        chunk.setBiome(at, 1)
      }
    }
  }
  return chunk
})

async function shots (name, data, port) {
  const app = express()
  const http = require('http').createServer(app)
  const io = require('socket.io')(http, { path: '/socket.io' })
  app.use('/', express.static(path.join(path.dirname(require.resolve('prismarine-viewer/package.json')), 'public')))
  let socket
  io.on('connection', async s => {
    s.emit('version', version)
    const centre = new Vec3(sx / 2, 40, sz / 2)
    const view = new WorldView(world(data), 3, centre, s)
    s.emit('position', job.poses[0])
    await view.init(centre)
    socket = s
  })
  await new Promise(resolve => http.listen(port, '127.0.0.1', resolve))
  const browser = await puppeteer.launch({
    executablePath: '/usr/bin/chromium', headless: 'new',
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist', '--window-size=640,360', '--disable-dev-shm-usage']
  })
  const page = await browser.newPage()
  await page.setViewport({ width: 640, height: 360 })
  await page.goto(`http://127.0.0.1:${port}/`)
  while (!socket) await sleep(100)
  await sleep(job.wait)
  for (let i = 0; i < job.poses.length; i++) {
    const p = job.poses[i]
    socket.emit('position', { pos: new Vec3(...p.pos), yaw: p.yaw, pitch: p.pitch })
    await sleep(2500)
    await page.screenshot({ path: `${folder}/${name}_${i}.png` })
  }
  await browser.close()
  http.close()
}

;(async () => {
  await shots('with', Buffer.from(job.with, 'base64'), 3098)
  await shots('without', Buffer.from(job.without, 'base64'), 3097)
  process.exit(0)
})().catch(e => { console.error(String(e.stack).slice(0, 600)); process.exit(1) })
