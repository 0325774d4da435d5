//! Which vectors the kernels use on this machine: for the table of a measurement.

fn main() {
    println!("{}", base64_kernels::Kernel::best().name());
}
