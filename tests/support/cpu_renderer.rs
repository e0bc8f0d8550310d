//! A CPU rasteriser for egui meshes, as a kittest renderer: no GPU, no driver, no system package, the same pixels
//! everywhere.

use egui::epaint::{ImageData, Mesh, Primitive, Vertex};
use egui::{ColorImage, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use std::collections::HashMap;

/// Draws what kittest asks for.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, ColorImage>,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, patches) in delta.set.drain() {
            for patch in patches {
                let ImageData::Color(source) = &patch.image;
                match patch.pos {
                    None => {
                        self.textures.insert(id, (**source).clone());
                    }
                    Some([left, top]) => {
                        let target = self.textures.get_mut(&id).expect("a patch follows its texture");
                        for y in 0..source.height() {
                            for x in 0..source.width() {
                                target[(left + x, top + y)] = source[(x, y)];
                            }
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize);
        for primitive in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let texture = self.textures.get(&mesh.texture_id).ok_or("a mesh without its texture")?;
            canvas.mesh(mesh, primitive.clip_rect * scale, scale, texture);
        }
        canvas.into_image()
    }
}

/// Premultiplied colours, 0 to 255.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 4]>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 4]; width * height] }
    }

    fn into_image(self) -> Result<image::RgbaImage, String> {
        let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
        let bytes = self.pixels.iter().flat_map(|pixel| pixel.map(byte)).collect();
        image::RgbaImage::from_raw(self.width as u32, self.height as u32, bytes)
            .ok_or_else(|| "the canvas and its size disagree".to_owned())
    }

    fn mesh(&mut self, mesh: &Mesh, clip: Rect, scale: f32, texture: &ColorImage) {
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |place: usize| &mesh.vertices[corners[place] as usize];
            self.triangle([corner(0), corner(1), corner(2)], clip, scale, texture);
        }
    }

    fn triangle(&mut self, vertices: [&Vertex; 3], clip: Rect, scale: f32, texture: &ColorImage) {
        let places = vertices.map(|vertex| vertex.pos * scale);
        let area = cross(places[0], places[1], places[2]);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        // One winding, so that "inside" has one sign.
        let order = if area > 0.0 { [0, 1, 2] } else { [0, 2, 1] };
        let (vertices, places) = (order.map(|place| vertices[place]), order.map(|place| places[place]));
        let area = area.abs();
        let (columns, rows) = self.bounds(&places, clip);
        for y in rows {
            for x in columns.clone() {
                let here = egui::pos2(x as f32 + 0.5, y as f32 + 0.5);
                let edges = [(1, 2), (2, 0), (0, 1)];
                let sides = edges.map(|(from, to)| cross(places[from], places[to], here));
                let inside = std::iter::zip(edges, sides).all(|((from, to), side)| {
                    side > 0.0 || (side == 0.0 && is_top_left(places[from], places[to]))
                });
                if inside {
                    let weights = sides.map(|side| side / area);
                    self.blend(x, y, shade(vertices, weights, texture));
                }
            }
        }
    }

    /// The pixels that a triangle may cover within `clip`.
    fn bounds(&self, places: &[Pos2; 3], clip: Rect) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let covered = Rect::from_points(places);
        let from = |place: f32, clip: f32| place.max(clip.round()).floor().max(0.0) as usize;
        let to =
            |place: f32, clip: f32, most: usize| (place.ceil().min(clip.round()).max(0.0) as usize).min(most);
        let columns = from(covered.min.x, clip.min.x)..to(covered.max.x, clip.max.x, self.width);
        let rows = from(covered.min.y, clip.min.y)..to(covered.max.y, clip.max.y, self.height);
        (columns, rows)
    }

    fn blend(&mut self, x: usize, y: usize, source: [f32; 4]) {
        let target = &mut self.pixels[y * self.width + x];
        let rest = 1.0 - source[3] / 255.0;
        for channel in 0..4 {
            target[channel] = source[channel] + target[channel] * rest;
        }
    }
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// The top-left rule: an edge that two triangles share is filled exactly once.
fn is_top_left(from: Pos2, to: Pos2) -> bool {
    (from.y == to.y && to.x > from.x) || to.y < from.y
}

fn shade(vertices: [&Vertex; 3], weights: [f32; 3], texture: &ColorImage) -> [f32; 4] {
    let mix = |value: &dyn Fn(&Vertex) -> f32| {
        weights[0] * value(vertices[0]) + weights[1] * value(vertices[1]) + weights[2] * value(vertices[2])
    };
    let texel = sample(texture, mix(&|vertex| vertex.uv.x), mix(&|vertex| vertex.uv.y));
    [0, 1, 2, 3]
        .map(|channel| mix(&|vertex| f32::from(vertex.color.to_array()[channel])) * texel[channel] / 255.0)
}

/// Bilinear, clamped at the edges.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let (x, y) = (u * texture.width() as f32 - 0.5, v * texture.height() as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, bottom_share) = (x - left, y - top);
    let at = |x: f32, y: f32| {
        let x = (x.max(0.0) as usize).min(texture.width() - 1);
        let y = (y.max(0.0) as usize).min(texture.height() - 1);
        texture[(x, y)].to_array().map(f32::from)
    };
    let (a, b, c, d) = (at(left, top), at(left + 1.0, top), at(left, top + 1.0), at(left + 1.0, top + 1.0));
    [0, 1, 2, 3].map(|channel| {
        let above = a[channel] * (1.0 - right_share) + b[channel] * right_share;
        let below = c[channel] * (1.0 - right_share) + d[channel] * right_share;
        above * (1.0 - bottom_share) + below * bottom_share
    })
}
