<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>sr-desktop</name>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{folder} has no pictures for x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>It has {there_is}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{first} has no LR picture for x{scale}: there is no {lr} (and {more} more like it).</source>
        <extracomment>{first} has no LR picture for x{scale}: there is no {lr}.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>Add it, or give the folder of the HR pictures alone, to have LR made by bicubic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{folder} is no folder of pictures: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>Check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>There is no picture in the folder {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>A data set has HR/ and LR/X2/ (or X3, X4), or a_HR.png beside a_LR.png, or a.png beside ax2.png, or HR pictures alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} is {hr_size}: without its border of {scale} px nothing is left of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} is {hr_size} and {lr} is {lr_size}: these are not HR and LR of x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/evaluate.py"/>
        <source>There is not enough memory for this picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/evaluate.py"/>
        <source>Close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>{name} is {given} px; {picture} at ×{scale} becomes {wanted} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>It fits ×{scale}: choose that scale first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>A reference must be of the result&apos;s size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>{name} is {size} px: too small to measure at ×{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>Choose a larger picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/table.py"/>
        <source> ({pictures} of {all})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/catalogue.py"/>
        <source>{network}, through spandrel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/blocks.py"/>
        <source>There is no network for x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/blocks.py"/>
        <source>The scales are 2, 3 and 4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>For other architectures: pip install &apos;sr-desktop[community]&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, made for {purpose}: it would invent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one for super-resolution or for restoration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, which cuts pictures by itself and would leave seams.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one of another architecture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network} for {channels} channels, not for RGB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one for colour pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint looks like {network} and does not run as such.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Its sizes or its training code differ from what spandrel knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, which gives another result each time: it would invent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>The checkpoint is none of the networks known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>They are PAN, EDSR and MSRN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{key} is {found} instead of {wanted}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{key} holds {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} missing ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} unexpected ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} of other shape ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} not floating point ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{precision!r} is no precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose auto, fp32, bf16 or fp16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{name!r} is no device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose auto, cpu, cuda, cuda:N, mps or xpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This computer has no {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>There is: {there_is}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>float16 is not offered on a CPU: it is slower than float32 there and overflows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose fp32, or auto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This CPU does not know bfloat16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This GPU does not know bfloat16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose fp16, fp32 or auto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Apple GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>CPU, {count} threads</source>
        <extracomment>CPU, {count} thread</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It may be an incomplete download: fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Save the network&apos;s state_dict() alone, best as .safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name} is {network}, and takes 0..1 without mean shift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --input-range, --mean-shift and --res-scale out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name} is {network} for x{found}, not x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave out --scale, or choose a checkpoint for x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name}: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{network} has no res_scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --res-scale out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is not the {network} we know: {problems}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Choose another checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is none of the networks known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint cannot be read: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Is it there, and may it be read?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint is damaged: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint is empty: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>This is no checkpoint: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint holds something other than tensors and was not opened: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Nothing in it was executed. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It is a web page: download the file itself, not the page that shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It is a Git LFS pointer: fetch the file it stands for with git lfs pull.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>A checkpoint is a .safetensors file, or a .pt or .pth file written by torch.save.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} holds {key!r}, which is no tensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} is not a plain tensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} claims more numbers than the file holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} holds NaN or infinity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The training diverged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There is no architecture {network!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There is {networks}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>PAN has no mean shift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --mean-shift out, or say no.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There are no weights in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} does not fit {network} x{scale}: {problems}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Its sizes or its training code differ from what the program knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is {found}, not {network} x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Choose {found}, or a checkpoint of {network} x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{model} looks through windows and cannot be its own ensemble.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Leave self-ensemble out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{model} looks at the whole picture at once, and there is not enough memory for one of this size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Choose another model, or a smaller picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>There is not enough memory for even a small part of this picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{device} ran out of memory; the CPU did the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{label} gave no usable result for {percent} % of this picture, as happens with noise and dither; bicubic interpolation stands there instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{kind} is too coarse for {label} on this picture; float32 took over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>The quality cannot be {quality}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>It is 1 to 100.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>The resolution cannot be {dpi:g} dpi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>It is {least} to {most}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no format to save in {value!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no compression {value!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no chroma {value!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no bit depth {value!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is no file but a pipe or a device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} was changed while it was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is no animation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Read it as a picture instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Choose a picture&apos;s file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Try again when it is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} needs more memory than is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Close other programs, or use a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is empty: it has 0 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Copy or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is not a picture this program can read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>It reads PNG, JPEG, WebP, TIFF, BMP, GIF, AVIF, HEIC, JPEG XL and PNM; save the picture as one of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>There is no file {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>It may have been moved or renamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Choose the pictures in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>You may not read {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Change its permissions, or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Check the drive, or copy the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is damaged or incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Copy or download it again, or save it anew in another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}, which guards against files made to fill the memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>If you trust the file, raise the limit: --pixel-limit {wanted_mp} (megapixels), or Raise the limit in the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Free some space, or save in another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: the disk does not take files of this size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Save in another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: its name is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Give it a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: there is a folder of that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: you may not write in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: {folder} is not a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>the disk refused it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Choose another folder; if the file is open in another program, close it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB by its profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB by estimate: it names no usable profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is damaged; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for gray pictures; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for other pictures; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for {space} pictures; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} pages, only the first is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} pictures, only the first is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} channels beside colour and transparency are left out.</source>
        <extracomment>{count} channel beside colour and transparency is left out.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>Damaged EXIF data is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/heif.py"/>
        <source>{name} is an HEIC picture, which needs a further library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/heif.py"/>
        <source>Install it by: pip install &apos;sr-desktop[formats]&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jpegfile.py"/>
        <source>{name} is a JPEG of {bits} bits per channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jpegfile.py"/>
        <source>Save it as PNG or TIFF of 16 bits in another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>{name} is a JPEG XL picture, which needs a further library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>{name} holds floating numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>Save it with 8 or 16 bits in another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, stored in a way this program cannot read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, signed, stored in a way this program cannot read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, floating, stored in a way this program cannot read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit numbers were converted to 16 bits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit numbers were converted to 16 bits; what lay outside of it was clipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range; what lay outside of it was clipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} is a camera&apos;s raw file, or begins with a preview.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Develop it first, and save it as PNG or TIFF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} stores its colours in a way this program cannot read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Save it as RGB in another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} has inks other than CMYK.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Save it with 8 or 16 bits per channel in another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/resize.py"/>
        <source>{part} is not a part of a picture of {width} x {height} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/resize.py"/>
        <source>Cannot resize {given} to {height} x {width} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>150%, 2.5x, 1920x1080 (fits inside), w=1920, h=1080, long=4000, short=2000, mp=24, print=20x30cm@300 (cm, mm or in; at so many dpi)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>The size {text!r} means nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>It is one of: {forms}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>A size cannot be 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>{factor:.3g} times the size is more than this model comes to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>The most is {most} times, by scales of {scales}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/store.py"/>
        <source>A picture of this size needs {needed_gb:.1f} GB for scratch files in {folder}, and the disk does not give them: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/store.py"/>
        <source>Free some space there, or choose a smaller scale or size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>Text was left out: {format} holds only a comment; PNG keeps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>Text was left out: {format} holds none; PNG keeps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>EXIF data was left out: {format} holds none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: {format} holds none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>IPTC data was left out: {format} holds none; PNG, JPEG and TIFF keep it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>EXIF data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>IPTC data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>A comment was left out: JPEG holds at most 64 KiB of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: it is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>{name} was not saved: it could not be encoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>Choose another format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>{name} was not saved: {format} holds one picture, not {count} frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>Choose GIF, WebP or PNG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>16 bits per channel were rounded to 8; PNG keeps them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>{format} holds at most {most} px a side; the picture would have {width} x {height} px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>Choose PNG or TIFF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>{width} x {height} px as {format} need about {needed_gib:.1f} GiB of memory, more than is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>16 bits per channel were rounded to 8; PNG and TIFF keep them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>Transparency was laid over white; PNG, WebP and TIFF keep it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>Gray was converted to sRGB by its profile: {format} holds no profile for gray.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/gif_out.py"/>
        <source>Colours were reduced to 256, and transparency to all or nothing: GIF holds no more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/tiff_out.py"/>
        <source>EXIF data was left out: it could not be converted for TIFF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>{name} was not saved: it was given up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>Start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>{name} was not saved: it could not be encoded as {format}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/batch.py"/>
        <source>{name} was not begun: the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/batch.py"/>
        <source>Free some space, or save in another folder, and do the rest then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>{name} is not the file that the catalogue calls {id}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>Leave out which model it is, to keep it under a name of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>Imported</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/ending.py"/>
        <source>Something went wrong: {error!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/ending.py"/>
        <source>The log has the details; please report it together with the picture&apos;s kind and size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/jobs/enlarging.py"/>
        <source>{count} frames, only the first is used: {format} holds one.</source>
        <extracomment>{count} frame, only the first is used: {format} holds one.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/enlarging.py"/>
        <source>Bicubic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name for the result of {name} is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Give a shorter one with --name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>{wanted} is one of the originals, which are never replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Choose another folder, or a name such as {name}_x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>{unknown} in the name {template!r} means nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name {template!r} is not complete: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name {template!r} cannot be a file&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Give folders by -o.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>It can have {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>stopped before its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} ends neither in .csv nor in .json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give it one of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} is a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give the name of a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} was not written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give another place with --report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>{path} is no report of sr-desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give the file that --report wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Nothing failed in that run, and nothing was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>its result is there already, made with the same settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>there is a result made with other settings: {differences}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>its result is there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>To make it anew: --on-exists replace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>There is no such file or folder: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Pictures are files ending in {endings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>The folder {folder} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>If you trust the file: --pixel-limit {wanted_mp}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>other weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>--compare is for one picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>There are {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>The comparison {compare} has no ending of a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Give it one of {endings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{out} names one picture, but {count} are to be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Give a folder instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{name} ends like {named}, but the format asked for is {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Leave out --format, or give the file the ending of that format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>model</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>scale</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>scales</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>size</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>input range</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>mean shift</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>precision</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>tile</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>self ensemble</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>guard</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>format</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>dpi</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>quality</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>lossless</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>chroma</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>compression</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>bit depth</source>
        <comment>setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>{setting} {made} instead of {asked}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>{model} is not on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>Get it with: sr-desktop models download {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/language.py"/>
        <source>, </source>
        <comment>between things</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/language.py"/>
        <source>; </source>
        <comment>between clauses</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} is not to be had anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Downloads are switched off: HF_HUB_OFFLINE is set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} could not be downloaded: {reasons}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>By hand: download {url} with a browser, then run sr-desktop models import FILE --as {id}, or drop the file on the window. Checkpoints are kept in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>The proxy of this computer&apos;s settings cannot be used: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{problem} ({count} tries)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{problem}; trying again in {seconds:.0f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} answered with a web page instead of the file; perhaps this network wants you to log in first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} closed the connection early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} has no address to download from: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} does not state the digest of the file, so it cannot be checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} sent another part of the file than was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} has a shorter file than was begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be used: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} gave a file with the wrong digest, which was thrown away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} answers {answer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot prove that it is the host ({reason}); perhaps this network looks into encrypted connections, or the clock is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} stopped sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be reached through the proxy: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be reached ({reason}; is this computer online?)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>the disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} from {host} cannot be kept in {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Free some space and try again; it goes on where it stopped. {by_hand}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{model} has no weights for x{scale}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>It has {scales}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Install the program again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Is it there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>The weights of {where} cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Remove it and get it again: sr-desktop models remove {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>The weights of {where} are damaged; nothing was computed with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{model} ships with the program and stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Only what was downloaded or imported can be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{folder} cannot take the checkpoint: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Free some space there, or see that you may write in it, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Delete it and get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Did you mean {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>There is no model called {name!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>There is nothing to pack: what ships with the program is not needed in a pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Download or import a model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack {target} was not written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Choose another folder, or free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack {path} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack is damaged: {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Copy it again, or export it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>{url!r} is no address for the mirror.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>{url!r} is no address for HF_ENDPOINT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>It looks like https://mirror.example/folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Fast, light, faithful</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>this project</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Apache-2.0</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN-small</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Tiny, for slow computers</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR-base</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Clean and balanced</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>eugenesiow (super-image)</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Most detail of the light ones</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN, authors</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>The paper&apos;s own, needs clean pictures</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>zhaohengyuan1/PAN</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>none stated</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN, super-image</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Retrained on DIV2K</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN, authors</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>The paper&apos;s own</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIVRC/MSRN-PyTorch</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIT; its README says non-commercial research only</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR, authors</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Largest and slowest</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Seoul National University</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIT (its code)</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR-base, authors</source>
        <comment>model</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
