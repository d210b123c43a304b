<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>sr-desktop</name>
    <message>
        <location filename="../../sr_desktop/bench/consistency.py"/>
        <source>The result is smaller than the original: it cannot tell how true it is.</source>
        <translation>结果比原图小，无法判断它有多忠实。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{folder} has no pictures for x{scale}.</source>
        <translation>{folder} 中没有 x{scale} 的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>It has {there_is}.</source>
        <translation>现有的是：{there_is}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} has no LR picture for x{scale}: there is no {lr}.</source>
        <translation>{hr} 没有 x{scale} 的 LR 图片：找不到 {lr}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} has no LR picture for x{scale}: there is no {lr} (and {more} more like it).</source>
        <translation>{hr} 没有 x{scale} 的 LR 图片：找不到 {lr}（另有 {more} 张同样缺失）。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>Add it, or give the folder of the HR pictures alone, to have LR made by bicubic.</source>
        <translation>请补上它；也可以只给出 HR 图片的文件夹，由程序用双三次插值生成 LR。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{folder} is no folder of pictures: {reason}.</source>
        <translation>{folder} 不是图片文件夹：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>Check the name.</source>
        <translation>请检查名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>There is no picture in the folder {folder}.</source>
        <translation>文件夹 {folder} 中没有图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>A data set has HR/ and LR/X2/ (or X3, X4), or a_HR.png beside a_LR.png, or a.png beside ax2.png, or HR pictures alone.</source>
        <translation>数据集可以是：HR/ 和 LR/X2/（或 X3、X4）两个文件夹；a_HR.png 与 a_LR.png 成对；a.png 与 ax2.png 成对；或者只有 HR 图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} is {hr_size}: without its border of {scale} px nothing is left of it.</source>
        <translation>{hr} 的尺寸为 {hr_size}：裁去 {scale} px 的边框后什么也不剩。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/datasets.py"/>
        <source>{hr} is {hr_size} and {lr} is {lr_size}: these are not HR and LR of x{scale}.</source>
        <translation>{hr} 的尺寸为 {hr_size}，{lr} 的尺寸为 {lr_size}：两者不是 x{scale} 的 HR 和 LR。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/evaluate.py"/>
        <source>There is not enough memory for this picture.</source>
        <translation>内存不足，无法处理这张图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/evaluate.py"/>
        <source>Close other programs.</source>
        <translation>请关闭其他程序。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>{name} is {given} px; {picture} at ×{scale} becomes {wanted} px.</source>
        <translation>{name} 的尺寸为 {given} px，而 {picture} 放大 ×{scale} 后为 {wanted} px。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>It fits ×{scale}: choose that scale first.</source>
        <translation>它与 ×{scale} 相符：请先选择该倍率。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>A reference must be of the result&apos;s size.</source>
        <translation>参考图的尺寸必须与结果相同。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>{name} is {size} px: too small to measure at ×{scale}.</source>
        <translation>{name} 的尺寸为 {size} px：太小，无法在 ×{scale} 下测量。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/reference.py"/>
        <source>Choose a larger picture.</source>
        <translation>请选择更大的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/bench/table.py"/>
        <source>({pictures} of {all})</source>
        <translation>({pictures}/{all})</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/catalogue.py"/>
        <source>{network}, through spandrel</source>
        <translation>{network}，经由 spandrel</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/blocks.py"/>
        <source>There is no network for x{scale}.</source>
        <translation>没有支持 x{scale} 的网络。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/blocks.py"/>
        <source>The scales are 2, 3 and 4.</source>
        <translation>可用的倍率为 2、3 和 4。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>For other architectures: pip install &apos;sr-desktop[community]&apos;.</source>
        <translation>如需其他架构，请运行：pip install &apos;sr-desktop[community]&apos;。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, made for {purpose}: it would invent.</source>
        <translation>该检查点是 {network}，用途为 {purpose}：它会凭空编造内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one for super-resolution or for restoration.</source>
        <translation>请选择用于超分辨率或图像修复的检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, which cuts pictures by itself and would leave seams.</source>
        <translation>该检查点是 {network}，它会自行切分图片并留下接缝。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one of another architecture.</source>
        <translation>请选择其他架构的检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network} for {channels} channels, not for RGB.</source>
        <translation>该检查点是 {network}，用于 {channels} 个通道，而不是 RGB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Choose one for colour pictures.</source>
        <translation>请选择用于彩色图片的检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint looks like {network} and does not run as such.</source>
        <translation>该检查点看起来是 {network}，但无法按此运行。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>Its sizes or its training code differ from what spandrel knows.</source>
        <translation>它的尺寸或训练代码与 spandrel 所知的不同。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/community.py"/>
        <source>The checkpoint is {network}, which gives another result each time: it would invent.</source>
        <translation>该检查点是 {network}，每次的结果都不相同：它会凭空编造内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>The checkpoint is none of the networks known here.</source>
        <translation>该检查点不是本程序认识的任何一种网络。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>They are PAN, EDSR and MSRN.</source>
        <translation>本程序认识 PAN、EDSR 和 MSRN。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{key} is {found} instead of {wanted}</source>
        <translation>{key} 为 {found}，应为 {wanted}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{key} holds {kind}</source>
        <translation>{key} 的类型为 {kind}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} missing ({keys})</source>
        <translation>缺少 {count} 项（{keys}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} unexpected ({keys})</source>
        <translation>多出 {count} 项（{keys}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} of other shape ({keys})</source>
        <translation>{count} 项形状不符（{keys}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/archs/recognise.py"/>
        <source>{count} not floating point ({keys})</source>
        <translation>{count} 项不是浮点数（{keys}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{precision!r} is no precision.</source>
        <translation>{precision!r} 不是有效的精度。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose auto, fp32, bf16, fp16 or int8.</source>
        <translation>请选择 auto、fp32、bf16、fp16 或 int8。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{device} ran out of memory; the CPU did the rest.</source>
        <translation>{device} 内存不足，其余部分由 CPU 完成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{device} failed, and the CPU did the rest: {error}</source>
        <translation>{device} 出错，其余部分由 CPU 完成：{error}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{name!r} is no device.</source>
        <translation>{name!r} 不是有效的设备。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose auto, cpu, cuda, cuda:N, mps or xpu.</source>
        <translation>请选择 auto、cpu、cuda、cuda:N、mps 或 xpu。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This computer has no {name}.</source>
        <translation>这台电脑上没有 {name}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>There is: {there_is}.</source>
        <translation>可用的有：{there_is}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>float16 is not offered on a CPU: it is slower than float32 there and overflows.</source>
        <translation>CPU 上不提供 float16：它在 CPU 上比 float32 更慢，而且会溢出。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose fp32, or auto.</source>
        <translation>请选择 fp32 或 auto。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This CPU does not know bfloat16.</source>
        <translation>此 CPU 不支持 bfloat16。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This GPU does not know bfloat16.</source>
        <translation>此 GPU 不支持 bfloat16。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose fp16, fp32 or auto.</source>
        <translation>请选择 fp16、fp32 或 auto。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>int8 is made for CPUs alone. A GPU has float16.</source>
        <translation>int8 仅用于 CPU。GPU 请使用 float16。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Choose auto, or the device cpu.</source>
        <translation>请选择 auto，或选择设备 cpu。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>This CPU has no instructions for int8 (VNNI).</source>
        <translation>此 CPU 没有 int8 指令（VNNI）。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>int8 is not faster than float32 on this CPU.</source>
        <translation>在此 CPU 上 int8 并不比 float32 快。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>{device}, {precision}</source>
        <translation>{device}，{precision}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/engine/device.py"/>
        <source>CPU, {count} threads</source>
        <extracomment>CPU, {count} thread</extracomment>
        <translation>
            <numerusform>CPU，{count} 个线程</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/int8.py"/>
        <source>{model} cannot run in int8: only PAN, EDSR and MSRN do.</source>
        <translation>{model} 不能以 int8 运行：只有 PAN、EDSR 和 MSRN 可以。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It may be an incomplete download: fetch it again.</source>
        <translation>文件可能没有下载完整：请重新下载。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Save the network&apos;s state_dict() alone, best as .safetensors.</source>
        <translation>请只保存网络的 state_dict()，最好存为 .safetensors。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name} is {network}, and takes 0..1 without mean shift.</source>
        <translation>{name} 是 {network}，输入范围为 0..1，不做均值偏移。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --input-range, --mean-shift and --res-scale out.</source>
        <translation>请去掉 --input-range、--mean-shift 和 --res-scale。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name} is {network} for x{found}, not x{scale}.</source>
        <translation>{name} 是用于 x{found} 的 {network}，而不是 x{scale}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave out --scale, or choose a checkpoint for x{scale}.</source>
        <translation>请去掉 --scale，或选择用于 x{scale} 的检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{name}: {message}</source>
        <translation>{name}：{message}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{network} has no res_scale.</source>
        <translation>{network} 没有 res_scale。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --res-scale out.</source>
        <translation>请去掉 --res-scale。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is not the {network} we know: {problems}.</source>
        <translation>{path} 不是本程序所知的 {network}：{problems}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Choose another checkpoint.</source>
        <translation>请选择其他检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is none of the networks known here.</source>
        <translation>{path} 不是本程序认识的任何一种网络。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint cannot be read: {path}.</source>
        <translation>无法读取检查点：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Is it there, and may it be read?</source>
        <translation>请确认文件存在并且允许读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint is damaged: {path}.</source>
        <translation>检查点已损坏：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint is empty: {path}.</source>
        <translation>检查点是空文件：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>This is no checkpoint: {path}.</source>
        <translation>这不是检查点：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The checkpoint holds something other than tensors and was not opened: {path}.</source>
        <translation>检查点中含有张量以外的内容，未予打开：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Nothing in it was executed.</source>
        <translation>其中的代码均未执行。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It is a web page: download the file itself, not the page that shows it.</source>
        <translation>这是一个网页：请下载文件本身，而不是展示它的网页。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>It is a Git LFS pointer: fetch the file it stands for with git lfs pull.</source>
        <translation>这是 Git LFS 指针：请用 git lfs pull 获取它所代表的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>A checkpoint is a .safetensors file, or a .pt or .pth file written by torch.save.</source>
        <translation>检查点应为 .safetensors 文件，或由 torch.save 写出的 .pt、.pth 文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} holds {key!r}, which is no tensor.</source>
        <translation>{path} 中的 {key!r} 不是张量。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} is not a plain tensor.</source>
        <translation>{path} 中的 {key!r} 不是普通张量。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} claims more numbers than the file holds.</source>
        <translation>{path} 中的 {key!r} 声称的数据比文件所含的还多。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{key!r} in {path} holds NaN or infinity.</source>
        <translation>{path} 中的 {key!r} 含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>The training diverged.</source>
        <translation>训练已发散。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There is no architecture {network!r}.</source>
        <translation>没有名为 {network!r} 的架构。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There is {networks}.</source>
        <translation>可用的有 {networks}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>PAN has no mean shift.</source>
        <translation>PAN 没有均值偏移。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Leave --mean-shift out, or say no.</source>
        <translation>请去掉 --mean-shift，或设为 no。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{network} does not take {args}.</source>
        <translation>{network} 不接受 {args}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>There are no weights in {path}.</source>
        <translation>{path} 中没有权重。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} does not fit {network} x{scale}: {problems}.</source>
        <translation>{path} 与 {network} x{scale} 不符：{problems}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Its sizes or its training code differ from what the program knows.</source>
        <translation>它的尺寸或训练代码与本程序所知的不同。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>{path} is {found}, not {network} x{scale}.</source>
        <translation>{path} 是 {found}，而不是 {network} x{scale}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/model.py"/>
        <source>Choose {found}, or a checkpoint of {network} x{scale}.</source>
        <translation>请选择 {found}，或 {network} x{scale} 的检查点。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{model} takes about {needed_gib:.1f} GiB for the least it can do at once, and the memory limit is {limit_gib:g} GiB.</source>
        <translation>{model} 一次至少约需 {needed_gib:.1f} GiB，而内存上限为 {limit_gib:g} GiB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Raise the limit, or choose another model.</source>
        <translation>请提高上限，或选择其他模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{model} looks through windows and cannot be its own ensemble.</source>
        <translation>{model} 按窗口处理图片，无法使用自集成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Leave self-ensemble out.</source>
        <translation>请关闭自集成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>There is not enough memory for even a small part of this picture.</source>
        <translation>内存不足，连这张图片的一小块也无法处理。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{model} looks at the whole picture at once, and there is not enough memory for one of this size.</source>
        <translation>{model} 需要一次处理整张图片，而内存不足以处理这样的尺寸。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>Choose another model, or a smaller picture.</source>
        <translation>请选择其他模型或更小的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{label} gave no usable result for {percent} % of this picture, as happens with noise and dither; bicubic interpolation stands there instead.</source>
        <translation>{label} 在这张图片 {percent} % 的区域没有给出可用的结果（噪点和抖动图案常会如此），这些区域改用了双三次插值。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/engine/upscale.py"/>
        <source>{kind} is too coarse for {label} on this picture; float32 took over.</source>
        <translation>对这张图片而言，{label} 使用 {kind} 精度不够，已改用 float32。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Everything runs on this computer. Nothing is uploaded.</source>
        <translation>一切都在这台电脑上运行，不会上传任何内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>It goes online only when you ask for it: to get a model, or a picture from an address.</source>
        <translation>只有在您要求时才会联网：获取模型，或从网址获取图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Nothing is invented: the networks were trained for fidelity, and each result tells how consistent it is with its source.</source>
        <translation>不凭空编造：网络以忠实为目标训练，每个结果都会给出与原图的一致性。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Originals are never changed. A result is written whole or not at all.</source>
        <translation>原图绝不会被改动。结果要么完整写入，要么完全不写入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>sr-desktop is free software under the Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0. Those of its parts are under Licences.</source>
        <translation>sr-desktop 是自由软件，采用 Apache 许可证 2.0：https://www.apache.org/licenses/LICENSE-2.0。各组成部分的许可证见“许可证”。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>About sr-desktop</source>
        <translation>关于 sr-desktop</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Version {version}, on {device}</source>
        <translation>版本 {version}，运行于 {device}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/about.py"/>
        <source>NETWORKS</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Repeat these settings</source>
        <translation>沿用这些设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Details…</source>
        <translation>详细信息…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Put them back (Ctrl+Z)</source>
        <translation>放回列表 (Ctrl+Z)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/actions.py"/>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/announcing.py"/>
        <source>{name} is upscaled.</source>
        <translation>{name} 已放大完成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/announcing.py"/>
        <source>{part:.0%} done</source>
        <translation>已完成 {part:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance.py"/>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Usual</source>
        <translation>普通</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Size of text and controls</source>
        <translation>文字和控件的大小</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>High: text and lines stand out at 7:1 or more.</source>
        <translation>高：文字和线条的对比度不低于 7:1。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Size</source>
        <comment>of the interface</comment>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/appearance_page.py"/>
        <source>Of text and controls, besides what the system does. Pictures stay as they are.</source>
        <translation>在系统缩放之外调整文字和控件的大小。图片不受影响。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/arrivals.py"/>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/arrivals.py"/>
        <source>Downloading {count} pictures: {name} from {host}</source>
        <translation>正在下载 {count} 张图片：{name}，来自 {host}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/arrivals.py"/>
        <source>Downloading {name} from {host}</source>
        <translation>正在从 {host} 下载 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/arrivals.py"/>
        <source>Waiting for the host…</source>
        <translation>正在等待主机响应…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>Paused at {progress}</source>
        <translation>已暂停：{progress}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>{done:,} of {all:,}</source>
        <translation>{done:,}/{all:,}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>{done:,} of {all:,}, {time} left</source>
        <translation>{done:,}/{all:,}，剩余 {time}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>Cancelled. Saved {count:,} pictures of {all:,} in {place}.</source>
        <extracomment>Cancelled. Saved {count:,} picture of {all:,} in {place}.</extracomment>
        <translation>
            <numerusform>已取消。已将 {all:,} 张图片中的 {count:,} 张保存到 {place}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>Saved {count:,} pictures in {place}.</source>
        <extracomment>Saved {count:,} picture in {place}.</extracomment>
        <translation>
            <numerusform>已将 {count:,} 张图片保存到 {place}。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>{failed:,} failed, {skipped:,} skipped.</source>
        <translation>失败 {failed:,} 张，跳过 {skipped:,} 张。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>{failed:,} failed.</source>
        <translation>失败 {failed:,} 张。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>{skipped:,} skipped.</source>
        <translation>跳过 {skipped:,} 张。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>There was nothing to do.</source>
        <translation>没有需要处理的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>Saved {name}.</source>
        <translation>已保存 {name}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>Cancelled. Nothing was saved.</source>
        <translation>已取消。未保存任何内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/batches.py"/>
        <source>It was cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>Show the other side in the lens</source>
        <translation>在放大镜中显示另一侧</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>How much differences are amplified</source>
        <translation>差异的增强倍数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>Divide left and right (1)</source>
        <translation>左右分割 (1)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>Divide above and below (1)</source>
        <translation>上下分割 (1)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>Round lens</source>
        <translation>圆形放大镜</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/corner.py"/>
        <source>Square lens</source>
        <translation>方形放大镜</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Upscale to see what differs</source>
        <translation>放大后即可查看差异</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>{name} − bicubic</source>
        <translation>{name} − 双三次</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>{name} − reference</source>
        <translation>{name} − 参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Bicubic</source>
        <translation>双三次</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Measured when the result is done</source>
        <translation>结果完成后进行测量</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Upscale to see how true the result is</source>
        <translation>放大后即可查看结果的忠实程度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Result made small again − original</source>
        <translation>缩小后的结果 − 原图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/figures.py"/>
        <source>Off by</source>
        <translation>相差</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/legend.py"/>
        <source>+{most} levels</source>
        <translation>+{most} 级</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/legend.py"/>
        <source>Black: {most} levels darker. Mid-grey: equal. White: {most} levels brighter.</source>
        <translation>黑色：暗 {most} 级。中灰：相同。白色：亮 {most} 级。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/legend.py"/>
        <source>{most}+ levels</source>
        <translation>{most}+ 级</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/legend.py"/>
        <source>Dark blue: equal. Yellow: {most} of 255 levels away from the original, or more.</source>
        <translation>深蓝：相同。黄色：与原图相差 {most} 级（共 255 级）或更多。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/legend.py"/>
        <source>Grey levels of 255</source>
        <translation>灰度级，共 255 级</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Both sides of a divider; once more turns it</source>
        <translation>分割线两侧对照；再按一次可旋转方向</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>The same part twice; once more puts one above the other</source>
        <translation>同一区域显示两次；再按一次改为上下排列</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Lens</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>The result in a lens over bicubic</source>
        <translation>在双三次插值之上用放大镜显示结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Blink</source>
        <translation>闪切</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>The result; hold Space for the original</source>
        <translation>显示结果；按住空格键显示原图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>What the result adds to bicubic</source>
        <translation>结果相对双三次插值增加的内容</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Consistency</source>
        <translation>一致性</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>How far the result, made small again, is off the original</source>
        <translation>结果缩小后与原图相差多少</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Pixels: automatic</source>
        <translation>像素：自动</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Smooth below 200%, squares from there on</source>
        <translation>低于 200% 时平滑，达到 200% 后显示为方块</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Pixels: smooth</source>
        <translation>像素：平滑</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Pixels run into each other</source>
        <translation>像素之间平滑过渡</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Pixels: sharp</source>
        <translation>像素：锐利</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Each pixel is a square</source>
        <translation>每个像素显示为方块</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>View options</source>
        <translation>显示选项</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Sides above each other</source>
        <translation>两侧上下排列</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Result around the lens</source>
        <translation>放大镜外显示结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/mode_buttons.py"/>
        <source>Next kind of pixels</source>
        <translation>切换像素显示方式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/spoken.py"/>
        <source>No picture</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/spoken.py"/>
        <source>zoom {zoom:.0%}</source>
        <translation>缩放 {zoom:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/spoken.py"/>
        <source>{mode}: {one} and {other}</source>
        <translation>{mode}：{one} 与 {other}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/spoken.py"/>
        <source>all of it in sight</source>
        <translation>可见全部</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/spoken.py"/>
        <source>in sight {left:.0%} to {right:.0%} across, {top:.0%} to {bottom:.0%} down</source>
        <translation>可见范围：水平 {left:.0%} 至 {right:.0%}，垂直 {top:.0%} 至 {bottom:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/staging.py"/>
        <source>{name}, preview</source>
        <translation>{name}，预览</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/staging.py"/>
        <source>Bicubic {times}</source>
        <translation>双三次 {times}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/staging.py"/>
        <source>Reference</source>
        <translation>参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/staging.py"/>
        <source>Hold Space for bicubic</source>
        <translation>按住空格键显示双三次插值</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/staging.py"/>
        <source>Hold Space for the reference</source>
        <translation>按住空格键显示参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/view.py"/>
        <source>While held: see the original</source>
        <translation>按住时：显示原图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/view.py"/>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/view.py"/>
        <source>Move the divider, or the lens</source>
        <translation>移动分隔线或放大镜</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/canvas/view.py"/>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} pictures are being upscaled.</source>
        <extracomment>{count:,} picture is being upscaled.</extracomment>
        <translation>
            <numerusform>正在放大 {count:,} 张图片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} more pictures wait.</source>
        <extracomment>{count:,} more picture waits.</extracomment>
        <translation>
            <numerusform>另有 {count:,} 张图片在等待。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} results are being saved.</source>
        <extracomment>{count:,} result is being saved.</extracomment>
        <translation>
            <numerusform>正在保存 {count:,} 个结果。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} models are being downloaded; they go on where they stopped the next time.</source>
        <extracomment>{count:,} model is being downloaded; it goes on where it stopped the next time.</extracomment>
        <translation>
            <numerusform>正在下载 {count:,} 个模型；下次会从中断处继续。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} pictures are being downloaded.</source>
        <extracomment>{count:,} picture is being downloaded.</extracomment>
        <translation>
            <numerusform>正在下载 {count:,} 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>An evaluation is running; closing loses its numbers.</source>
        <translation>正在评测；关闭会丢失其结果。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Files already written stay as they are.</source>
        <translation>已写入的文件保持不变。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Stop the work and close?</source>
        <translation>停止处理并关闭？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Keep working</source>
        <translation>继续处理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Closing the window throws them away.</source>
        <translation>关闭窗口会丢弃它们。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Closing the window throws it away.</source>
        <translation>关闭窗口会丢弃它。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Close without saving?</source>
        <translation>不保存就关闭？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Do not ask again</source>
        <translation>不再询问</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>Save all…</source>
        <translation>全部保存…</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/closing.py"/>
        <source>{count:,} results are not saved.</source>
        <extracomment>{count:,} result is not saved.</extracomment>
        <translation>
            <numerusform>有 {count:,} 个结果未保存。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/command.py"/>
        <source>The name of {name} cannot be written as text.</source>
        <translation>{name} 的名称无法写成文本。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/command.py"/>
        <source>Only some pictures of a folder are to be exported, into several folders; one command takes a folder as a whole.</source>
        <translation>只导出文件夹中的部分图片，且目标是多个文件夹；而一条命令只能处理整个文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/command.py"/>
        <source>The command line would use other scales of {model}.</source>
        <translation>命令行会使用 {model} 的其他倍率。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing.py"/>
        <source>{device} is not here any more. The automatic choice computes instead.</source>
        <translation>{device} 已不可用，改由自动选择的设备计算。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing.py"/>
        <source>{device} does not do {precision}. The automatic precision is taken instead.</source>
        <translation>{device} 不支持 {precision}，改用自动选择的精度。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>The quickest that this device does well.</source>
        <translation>此设备能够胜任的最快精度。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>The most exact. Published numbers are measured in it.</source>
        <translation>最精确。公布的数值都以它测量。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Quicker where the hardware has it; differences are too small to see.</source>
        <translation>硬件支持时更快；差别小到看不出来。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Quicker on a GPU and half the memory; float32 takes over where it is too coarse.</source>
        <translation>在 GPU 上更快，内存占用减半；过于粗略之处由 float32 接手。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>To see soon what comes of a picture, on CPUs that are slow in bfloat16. It costs up to {decibels:g} dB; for a result to keep, choose another.</source>
        <translation>用于在 bfloat16 较慢的 CPU 上快速查看图片的大致结果。最多损失 {decibels:g} dB；要保留的结果请选择其他精度。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Computing</source>
        <translation>计算</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>What networks run on</source>
        <translation>网络在哪个设备上运行</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>What is calculated in</source>
        <translation>以何种精度计算</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Tile</source>
        <translation>分块</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Side of a tile in pixels of the source</source>
        <translation>分块的边长，以原图像素计</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>At most</source>
        <translation>上限</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Memory that the work on a picture may take, in GiB</source>
        <translation>处理一张图片可占用的内存，以 GiB 计</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Pictures are upscaled in tiles. Smaller ones take less memory, larger ones can be quicker on a GPU. The result is the same.</source>
        <translation>图片按分块放大。较小的分块占用内存较少，较大的分块在 GPU 上可能更快。结果相同。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>For the work on a picture, besides the program itself. With less, tiles are smaller and large results lie on the disk until they are saved.</source>
        <translation>用于处理图片，不含程序本身。上限较低时分块较小，较大的结果在保存之前暂存于磁盘。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Of the CPU. Fewer leave more of the computer to other programs.</source>
        <translation>CPU 线程数。较少的线程可为其他程序留出更多资源。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Automatic ({choice})</source>
        <translation>自动（{choice}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Looking for devices…</source>
        <translation>正在查找设备…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>The quickest device of this computer.</source>
        <translation>这台电脑上最快的设备。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Taken for every picture, as long as it is there.</source>
        <translation>只要可用，所有图片都使用它。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/computing_page.py"/>
        <source>Draft (int8, up to −{decibels:g} dB)</source>
        <translation>草稿（int8，最多 −{decibels:g} dB）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/copying.py"/>
        <source>There is no result to copy.</source>
        <translation>没有可复制的结果。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/copying.py"/>
        <source>Upscale the picture first.</source>
        <translation>请先放大图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/copying.py"/>
        <source>The result is copied.</source>
        <translation>已复制结果。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/copying.py"/>
        <source>The result has {pixels_mp:.0f} megapixels; {most_mp} can be copied.</source>
        <translation>结果有 {pixels_mp:.0f} 百万像素；最多可复制 {most_mp} 百万像素。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/copying.py"/>
        <source>Save it, and copy the file.</source>
        <translation>请保存后复制文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Something went wrong in sr-desktop</source>
        <translation>sr-desktop 出错了</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>It is a defect of the program. Your pictures and everything that was saved are as they were. You may go on; if the window behaves strangely, quit and start it again.</source>
        <translation>这是程序的缺陷。您的图片和所有已保存的内容均未受影响。您可以继续使用；如果窗口表现异常，请退出后重新启动。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>The last lines of the log</source>
        <translation>日志的最后几行</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Copy the versions, the computer and the error, for a report</source>
        <translation>复制版本、电脑和错误信息，以便报告问题</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crash.py"/>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/crop_view.py"/>
        <source>Wheel to zoom, drag to move: all of them follow</source>
        <translation>滚轮缩放，拖动移动：所有裁切同步变化</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/demo.py"/>
        <source>The window did not finish its work in time.</source>
        <translation>窗口未能及时完成处理。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/demo.py"/>
        <source>The grab of the window cannot be written: {target}.</source>
        <translation>无法写入窗口截图：{target}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/details.py"/>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/doctor.py"/>
        <source>Looking at this installation: it loads torch and upscales a small picture…</source>
        <translation>正在检查本次安装：加载 torch 并放大一张小图片…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/doctor.py"/>
        <source>Doctor report</source>
        <translation>诊断报告</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/doctor.py"/>
        <source>What is installed, what will be used, and whether it works.</source>
        <translation>安装了什么、将使用什么，以及能否正常工作。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/doctor.py"/>
        <source>The report cannot be made: {reason}.</source>
        <translation>无法生成报告：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/download_bar.py"/>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/download_bar.py"/>
        <source>Import file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/download_bar.py"/>
        <source>{model} is not on this computer. Download from {host}?</source>
        <translation>这台电脑上没有 {model}。从 {host} 下载？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/download_bar.py"/>
        <source>{model} is not on this computer. Download {size} from {host}?</source>
        <translation>这台电脑上没有 {model}。从 {host} 下载 {size}？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/download_bar.py"/>
        <source>Downloading {name}</source>
        <translation>正在下载 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>A folder on the web to try before the models&apos; own hosts. Empty: none.</source>
        <translation>网络上的文件夹，先于模型自己的主机尝试。留空则不使用。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>From the system&apos;s settings, or HTTPS_PROXY and NO_PROXY.</source>
        <translation>取自系统设置，或 HTTPS_PROXY 和 NO_PROXY。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Downloads go out directly.</source>
        <translation>直接下载。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Such as http://proxy.example:8080 or socks5://proxy.example:1080.</source>
        <translation>例如 http://proxy.example:8080 或 socks5://proxy.example:1080。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Enter its address; until then downloads go as before.</source>
        <translation>请输入其地址；在此之前仍按原方式下载。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Address of a mirror for downloads</source>
        <translation>下载镜像的地址</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>https://, none if empty</source>
        <translation>https://，留空则不使用</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>As the system says</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>None</source>
        <comment>proxy</comment>
        <translation>不使用</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>An address</source>
        <translation>指定地址</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>What downloads go through</source>
        <translation>下载经由的代理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Address of the proxy</source>
        <translation>代理的地址</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Keep downloaded and imported models in another folder</source>
        <translation>将下载和导入的模型存放到其他文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Remove unused…</source>
        <translation>移除未使用的…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Models not used for {days} days, and downloads given up</source>
        <translation>{days} 天未使用的模型，以及放弃的下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Models folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Nothing is kept there yet.</source>
        <translation>其中还没有内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Moving the models…</source>
        <translation>正在移动模型…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Folder for models</source>
        <translation>存放模型的文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Models will be kept in the usual folder.</source>
        <translation>模型将存放在默认文件夹中。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Models will be kept in {folder}.</source>
        <translation>模型将存放在 {folder} 中。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>What about those that are here now: {files}?</source>
        <translation>如何处理现有的 {files}？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Move them</source>
        <translation>移动</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Leave them</source>
        <translation>留在原处</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Nothing to remove: all was used in the last {days} days.</source>
        <translation>没有可移除的内容：所有模型在最近 {days} 天内都使用过。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Remove {what}</source>
        <translation>移除 {what}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Removed {what}.</source>
        <translation>已移除 {what}。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>{count:,} files, {size}</source>
        <extracomment>{count:,} file, {size}</extracomment>
        <translation>
            <numerusform>{count:,} 个文件，{size}</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Not used for {days} days: {models}.</source>
        <translation>{days} 天未使用：{models}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/downloads_page.py"/>
        <source>Downloads given up: {count}.</source>
        <translation>放弃的下载：{count} 个。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/drops.py"/>
        <source>Dropped.png</source>
        <translation>拖入的图片.png</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/drops.py"/>
        <source>Use as the reference of {name}</source>
        <translation>用作 {name} 的参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Drop images or a folder here</source>
        <translation>将图片或文件夹拖到这里</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Open images…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Try the sample</source>
        <translation>试用示例图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/empty_pane.py"/>
        <source>Open {name} again</source>
        <translation>再次打开 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Cancel   {part:.0%}</source>
        <translation>取消   {part:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>{time} left</source>
        <translation>还剩 {time}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>{data_sets}, {checkpoints}, float32</source>
        <translation>{data_sets}，{checkpoints}，float32</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>{count} data sets</source>
        <extracomment>{count} data set</extracomment>
        <translation>
            <numerusform>{count} 个数据集</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>{count} checkpoints</source>
        <extracomment>{count} checkpoint</extracomment>
        <translation>
            <numerusform>{count} 个检查点</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>DATA SETS</source>
        <translation>数据集</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Drop folders here: HR and LR as benchmarks have them, or just pictures, which are then made smaller by bicubic.</source>
        <translation>将文件夹拖到这里：可以是基准测试那样的 HR 和 LR，也可以只是图片，程序会用双三次插值将其缩小。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>MODELS</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>SCALES</source>
        <translation>倍率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>PICTURES</source>
        <translation>图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Save the results</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>{scale} times as wide and high</source>
        <translation>宽和高各为 {scale} 倍</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Start (Ctrl+Enter), cancel (Esc)</source>
        <translation>开始 (Ctrl+Enter)，取消 (Esc)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Take {name} out</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>Take it out of the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_form.py"/>
        <source>In {folder}</source>
        <translation>保存到 {folder}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Scale</source>
        <translation>倍率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>its SSIM</source>
        <translation>其 SSIM</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>PSNR in dB on the Y channel, a border of scale px cut</source>
        <translation>Y 通道的 PSNR (dB)，裁去与倍率相同像素数的边框</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Structural similarity, up to 1</source>
        <translation>结构相似性，最高为 1</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>PSNR of bicubic in dB</source>
        <translation>双三次插值的 PSNR (dB)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>SSIM of bicubic</source>
        <translation>双三次插值的 SSIM</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>The network&apos;s time for this picture</source>
        <translation>网络处理这张图片的时间</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>{seconds:.2f} s</source>
        <translation>{seconds:.2f} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Scores of the pictures</source>
        <translation>各图片的得分</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_tables.py"/>
        <source>Means</source>
        <translation>平均值</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Means as Markdown (*.md)</source>
        <translation>平均值，Markdown (*.md)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Pictures as CSV (*.csv)</source>
        <translation>各图片，CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Everything as JSON (*.json)</source>
        <translation>全部，JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Evaluate - sr-desktop</source>
        <translation>评测 - sr-desktop</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>{name} cannot be written: {reason}.</source>
        <translation>无法写入 {name}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Add a data set</source>
        <translation>添加数据集</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Save the pictures in a folder</source>
        <translation>将图片保存到文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Copied the means as Markdown.</source>
        <translation>已将平均值复制为 Markdown。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Save the numbers</source>
        <translation>保存数据</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>{part:.0%} - Evaluate - sr-desktop</source>
        <translation>{part:.0%} - 评测 - sr-desktop</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>They come as soon as a model is through with a data set.</source>
        <translation>模型处理完一个数据集后即会显示。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>MEANS, PSNR IN DB / SSIM</source>
        <translation>平均值，PSNR (dB) / SSIM</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>The table of the means, for a model card (Ctrl+C)</source>
        <translation>平均值表格，可用于模型卡片 (Ctrl+C)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>The means as Markdown, the pictures as CSV, or both as JSON (Ctrl+S)</source>
        <translation>平均值存为 Markdown，各图片存为 CSV，或两者一起存为 JSON (Ctrl+S)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Add {count} data sets</source>
        <translation>添加 {count} 个数据集</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Add the data set {name}</source>
        <translation>添加数据集 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>How near do models come to the originals?</source>
        <translation>模型与原图有多接近？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluate_window.py"/>
        <source>Add folders of pictures, choose models and scales, and start. Every picture is made smaller, upscaled, and held against its original: PSNR and SSIM by the protocol of the papers, bicubic beside them.</source>
        <translation>添加图片文件夹，选择模型和倍率，然后开始。每张图片会先缩小再放大，并与原图比较：按论文的规程计算 PSNR 和 SSIM，并列出双三次插值的结果。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>Add a data set first.</source>
        <translation>请先添加数据集。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>Choose a model.</source>
        <translation>请选择模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>Choose a scale.</source>
        <translation>请选择倍率。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>No model chosen has one of these scales.</source>
        <translation>所选模型都没有这些倍率。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>{count} scored</source>
        <translation>已评测 {count} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/evaluation.py"/>
        <source>{count} failed</source>
        <translation>失败 {count} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/expecting.py"/>
        <source>{time} on {device}</source>
        <translation>{time}，使用 {device}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>A size of your own: percent, pixels, megapixels, or on paper</source>
        <translation>自定义尺寸：百分比、像素、百万像素或打印尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>What happens where a file of the result&apos;s name is there already</source>
        <translation>已有与结果同名的文件时如何处理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>If the file exists</source>
        <translation>文件已存在时</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>When done</source>
        <translation>完成后</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>If it exists</source>
        <translation>若已存在</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>SAVE TO</source>
        <translation>保存位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>SIZE</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_form.py"/>
        <source>FORMAT</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Which pictures</source>
        <translation>哪些图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>What will be done with each picture</source>
        <translation>每张图片将如何处理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Copy as command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>The line for a terminal that does the same (Ctrl+Shift+C)</source>
        <translation>在终端中完成同样操作的命令 (Ctrl+Shift+C)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/export_window.py"/>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/exporting.py"/>
        <source>Wait for that to end, or cancel it.</source>
        <translation>请等待其结束，或将其取消。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/exporting.py"/>
        <source>An export can begin when nothing else runs.</source>
        <translation>没有其他任务运行时才能开始导出。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>{name} cannot be kept in {folder}: {reason}.</source>
        <translation>无法将 {name} 存入 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>Free some space and try again.</source>
        <translation>请腾出一些空间后重试。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>{host} sends on to an address that is not of the web.</source>
        <translation>{host} 转到了一个不属于网页的地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>{name} could not be downloaded: {reason}.</source>
        <translation>未能下载 {name}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>Try again, or save it with the browser and drop the file.</source>
        <translation>请重试，或用浏览器保存后将文件拖入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>The address cannot be used: {reason}.</source>
        <translation>无法使用该地址：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>{name} could not be downloaded: {host} answers {answer}.</source>
        <translation>未能下载 {name}：{host} 返回 {answer}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>Some pages give their pictures to browsers only: save it there and drop the file.</source>
        <translation>有些网页只向浏览器提供图片：请在浏览器中保存后将文件拖入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>The address at {host} is a web page, not a picture.</source>
        <translation>{host} 上的这个地址是网页，不是图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>Drag the picture itself, or save it with the browser and drop the file.</source>
        <translation>请直接拖动图片，或用浏览器保存后将文件拖入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>{name} from {host} is larger than {most} MB.</source>
        <translation>来自 {host} 的 {name} 超过 {most} MB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>Save it with the browser and drop the file.</source>
        <translation>请用浏览器保存后将文件拖入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/fetching.py"/>
        <source>The picture in the address is broken.</source>
        <translation>地址中的图片已损坏。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Leave out</source>
        <translation>不保留</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Write in how it was made</source>
        <translation>写入生成信息</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Largest picture to read, in megapixels</source>
        <translation>可读取的最大图片，以百万像素计</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Upscale what is in sight at once</source>
        <translation>立即放大可见部分</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Ask before closing</source>
        <translation>关闭前询问</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>EXIF with place and camera, XMP, IPTC and text. The colour profile is always kept.</source>
        <translation>含地点和相机信息的 EXIF、XMP、IPTC 和文字信息。颜色配置文件始终保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>The model, its weights and the settings, so that a result can be made again.</source>
        <translation>模型、权重和设置，以便重新生成同样的结果。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Pixel limit</source>
        <translation>像素上限</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Larger pictures are refused: a small file can unfold to more than the memory.</source>
        <translation>拒绝更大的图片：很小的文件展开后也可能超出内存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Looking</source>
        <comment>preferences</comment>
        <translation>查看</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>As soon as a picture is open, before Upscale is pressed.</source>
        <translation>图片一打开就开始，无需先按“放大”。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>Closing</source>
        <comment>preferences</comment>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/files_page.py"/>
        <source>When results would be lost. Work that is going on is always asked about.</source>
        <translation>在结果会丢失时询问。有任务正在进行时始终询问。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Upscale what is not done yet and save everything (Ctrl+E)</source>
        <translation>放大尚未完成的图片并全部保存 (Ctrl+E)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Take all pictures out of the list; files stay where they are</source>
        <translation>将所有图片移出列表；文件保留在原处</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Wait before the next tile, or go on (Ctrl+P)</source>
        <translation>在下一个分块之前暂停，或继续 (Ctrl+P)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Stop the export; what is written stays (Esc)</source>
        <translation>停止导出；已写入的文件会保留 (Esc)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Stop what runs, and forget what is queued</source>
        <translation>停止正在处理的图片，并清除排队的图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/filmstrip.py"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>Log folder</source>
        <translation>日志文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>The parts of this program, their licences, and the texts that came with them.</source>
        <translation>本程序的组成部分、各自的许可证及其附带的文本。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/help_menu.py"/>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/incoming.py"/>
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/incoming.py"/>
        <source>Import {count} models</source>
        <translation>导入 {count} 个模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/incoming.py"/>
        <source>Add the image</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/incoming.py"/>
        <source>Download {name} from {host}</source>
        <translation>从 {host} 下载 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/incoming.py"/>
        <source>Download {count} pictures from {host}</source>
        <translation>从 {host} 下载 {count} 张图片</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Upscale {count:,} pictures</source>
        <extracomment>Upscale {count:,} picture</extracomment>
        <translation>
            <numerusform>放大 {count:,} 张图片</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Upscale</source>
        <translation>放大</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Retry {count:,} pictures</source>
        <extracomment>Retry {count:,} picture</extracomment>
        <translation>
            <numerusform>重试 {count:,} 张图片</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Show original in folder</source>
        <translation>在文件夹中显示原图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Show result in folder</source>
        <translation>在文件夹中显示结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Copy {count:,} paths</source>
        <translation>复制 {count:,} 个路径</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Settings only for this picture</source>
        <translation>仅为这张图片单独设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Settings only for these {count:,} pictures</source>
        <translation>仅为这 {count:,} 张图片单独设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Back to the settings of all</source>
        <translation>恢复为全部图片的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Remove {count:,} pictures</source>
        <translation>移除 {count:,} 张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Remove all but these {count:,}</source>
        <translation>移除这 {count:,} 张以外的所有图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/item_menu.py"/>
        <source>Remove all but this</source>
        <translation>移除其他所有图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Importing {name}…</source>
        <translation>正在导入 {name}…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>{id} is removed.</source>
        <translation>已移除 {id}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Writing {name}…</source>
        <translation>正在写入 {name}…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Models are on their way just now.</source>
        <translation>正在获取模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Try again when they are here.</source>
        <translation>请在获取完成后重试。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/keeper.py"/>
        <source>Moving the models to {folder}…</source>
        <translation>正在将模型移动到 {folder}…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/ledger.py"/>
        <source>{heading}: {told}</source>
        <translation>{heading}：{told}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/ledger.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/licences.py"/>
        <source>{model}, weights by {origin}</source>
        <translation>{model}，权重来自 {origin}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/licences.py"/>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/licences.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/licences.py"/>
        <source>see its text</source>
        <translation>见其全文</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/main_window.py"/>
        <source>Cancel the picture shown, once more all</source>
        <translation>取消当前图片，再按一次取消全部</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/main_window.py"/>
        <source>Undo Remove or Clear</source>
        <translation>撤销移除或清空</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/main_window.py"/>
        <source>Select all pictures</source>
        <translation>选择所有图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/main_window.py"/>
        <source>Remove those selected</source>
        <translation>移除所选图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/main_window.py"/>
        <source>Pause the export, or go on</source>
        <translation>暂停或继续导出</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/managing.py"/>
        <source>Import it, or choose another one.</source>
        <translation>请导入该模型，或选择其他模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Choose a reference…</source>
        <translation>选择参考图…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>The original of the picture shown, to hold results against</source>
        <translation>当前图片的原图，用来与结果比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Use this picture as the reference</source>
        <translation>将这张图片用作参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Makes it smaller by the scale chosen, to upscale that and compare</source>
        <translation>按所选倍率缩小后再放大，并与它比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Remove the reference</source>
        <translation>移除参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Evaluate on data sets…</source>
        <translation>在数据集上评测…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Images ({kinds})</source>
        <translation>图片 ({kinds})</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/measuring.py"/>
        <source>Reference of {name}</source>
        <translation>{name} 的参考图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Choose a model to see what can be done with it.</source>
        <translation>请选择模型以查看可进行的操作。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Input range and mean shift cannot be read from a checkpoint; they were found by trying.
If pictures come out dark, grey or tinted, try the other ones.</source>
        <translation>输入范围和均值偏移无法从检查点读出，是通过试验得到的。
如果结果偏暗、发灰或偏色，请尝试其他设置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Import its file…</source>
        <translation>导入其文件…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Input range</source>
        <translation>输入范围</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Mean shift</source>
        <translation>均值偏移</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>as found; change them if the colours come out wrong</source>
        <translation>自动识别；如果颜色不对请更改</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Download {size}</source>
        <translation>下载 {size}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Remove it from this computer?</source>
        <translation>要从这台电脑移除吗？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_detail.py"/>
        <source>Remove it from this computer ({size})?</source>
        <translation>要从这台电脑移除 ({size}) 吗？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>{count} of {all} damaged: {ids}.</source>
        <translation>{all} 个中有 {count} 个已损坏：{ids}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>{id} is whole.</source>
        <translation>{id} 完好无损。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>All {count} are whole.</source>
        <translation>全部 {count} 个都完好无损。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>Import it on another computer.</source>
        <translation>可以在另一台电脑上导入。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>Models are kept in {folder} now.</source>
        <translation>模型现在保存在 {folder}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>{id} now takes {facts}.</source>
        <translation>{id} 现在使用：{facts}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>{name} is {found}.</source>
        <translation>{name} 是 {found}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>Imported {count} models from {name}.</source>
        <translation>已从 {name} 导入 {count} 个模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_reducing.py"/>
        <source>{network} ×{scale}, {facts}: {id}</source>
        <translation>{network} ×{scale}，{facts}：{id}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_state.py"/>
        <source>{remark}.</source>
        <translation>{remark}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_state.py"/>
        <source>Waiting for the download before it.</source>
        <translation>正在等待前一个下载。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_state.py"/>
        <source>Asking {host}…</source>
        <translation>正在连接 {host}…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_state.py"/>
        <source>Checking the file…</source>
        <translation>正在校验文件…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_state.py"/>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>. </source>
        <comment>between sentences</comment>
        <translation>。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Download {size} from {host}</source>
        <translation>从 {host} 下载 {size}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Downloading…</source>
        <translation>正在下载…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Downloading {part:.0%}</source>
        <translation>正在下载 {part:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>This picture</source>
        <translation>这张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>The time it is likely to take here, reckoned from one tile that was tried</source>
        <translation>在这台电脑上可能需要的时间，由试算一个分块推算得出</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>The most memory that the program is likely to take while it upscales this picture</source>
        <translation>放大这张图片时程序可能占用的最大内存</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>PSNR on the Set5 benchmark, measured by this project; in brackets the gain over bicubic.
The higher, the nearer to the originals</source>
        <translation>Set5 基准测试的 PSNR，由本项目测量；括号内为相对双三次插值的提升。
数值越高越接近原图</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>{data_set}, published</source>
        <translation>{data_set}（公布值）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>PSNR on the Set5 benchmark as the model&apos;s authors state it, not always by the same protocol</source>
        <translation>模型作者公布的 Set5 基准测试 PSNR，规程不一定相同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>How many numbers the network has learnt. The more, the slower</source>
        <translation>网络学到的数值个数。越多越慢</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/model_words.py"/>
        <source>The size of its file</source>
        <translation>文件的大小</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>PSNR on Y for the Set5 benchmark. In brackets: as its origin states it, not always by the same protocol</source>
        <translation>Set5 基准测试中 Y 通道的 PSNR。括号内为来源自己公布的数值，规程不一定相同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>import its file</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Not here</source>
        <translation>未安装</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Ships, verified</source>
        <translation>随程序提供，已校验</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Ships</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Installed, verified</source>
        <translation>已安装，已校验</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Download failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_table.py"/>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>A folder on the web to try before the models&apos; own hosts, with files named
as the models&apos; ids, such as edsr-base-x2.pt. Empty: none.</source>
        <translation>优先于模型自身来源尝试的网络文件夹，其中的文件以模型的
id 命名，例如 edsr-base-x2.pt。留空：不使用镜像。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Export pack…</source>
        <translation>导出模型包…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Verify all</source>
        <translation>全部校验</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>A checkpoint (.pt, .pth, .safetensors) or a pack (.zip)</source>
        <translation>检查点 (.pt、.pth、.safetensors) 或模型包 (.zip)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>All that was downloaded and imported, in one file to carry along</source>
        <translation>将所有下载和导入的模型存为一个便于携带的文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Read all files and compare them with their digests</source>
        <translation>读取所有文件并与校验值比对</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>This file does not tell what it is; nothing can be done with it.</source>
        <translation>无法识别这个文件，不能对它进行任何操作。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>from {host}</source>
        <translation>来自 {host}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Export pack</source>
        <translation>导出模型包</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Packs (*.zip)</source>
        <translation>模型包 (*.zip)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Checkpoints and packs ({kinds})</source>
        <translation>检查点和模型包 ({kinds})</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>Import models</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/models_window.py"/>
        <source>The file of {model}</source>
        <translation>{model} 的文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Name of the original</source>
        <translation>原图的名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Scale of the model</source>
        <translation>模型的倍率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Width of the result</source>
        <translation>结果的宽度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Height of the result</source>
        <translation>结果的高度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Folder of the original</source>
        <translation>原图所在的文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Name of results</source>
        <translation>结果的名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Words and placeholders; left empty, the usual name</source>
        <translation>文字和占位符；留空则使用默认名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/name_form.py"/>
        <source>Insert a placeholder</source>
        <translation>插入占位符</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/notification.py"/>
        <source>Open the window</source>
        <translation>打开窗口</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/notification.py"/>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>Open images</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>Open a folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>Sample.png</source>
        <translation>示例.png</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>Copy an image or files first.</source>
        <translation>请先复制图片或文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>There is no image to paste.</source>
        <translation>没有可粘贴的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/opening.py"/>
        <source>Pasted {number}.png</source>
        <translation>粘贴的图片 {number}.png</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Same as input</source>
        <translation>与原图相同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Format of saved pictures</source>
        <translation>保存图片的格式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Quality, 1 to 100</source>
        <translation>质量，1 到 100</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Quality: higher is better and larger</source>
        <translation>质量：数值越高画质越好，文件也越大</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Compression of TIFF</source>
        <translation>TIFF 的压缩方式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Deflate</source>
        <translation>Deflate</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>None</source>
        <comment>compression</comment>
        <translation>不压缩</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Deflate loses nothing and makes files smaller; None is read by everything</source>
        <translation>Deflate 无损且文件更小；不压缩的兼容性最好</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>larger files</source>
        <translation>文件更大</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Keep every pixel exactly as it was computed</source>
        <translation>完全保留每个像素的计算结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Colour detail</source>
        <translation>颜色细节</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Full (4:4:4)</source>
        <translation>完整 (4:4:4)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Half (4:2:0)</source>
        <translation>减半 (4:2:0)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Half keeps colours at half the width and height: smaller files, softer edges</source>
        <translation>减半时颜色只保留一半的宽和高：文件更小，边缘更柔和</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Bits per channel</source>
        <translation>每通道位数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>16 bits</source>
        <translation>16 位</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>EXIF, GPS, XMP, IPTC and text; the colour profile is always kept</source>
        <translation>EXIF、GPS、XMP、IPTC 和文字信息；颜色配置文件始终保留</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Print resolution</source>
        <translation>打印分辨率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Keep print size</source>
        <translation>保持打印尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Set</source>
        <comment>resolution</comment>
        <translation>指定</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Keep print size: more dots per inch, for the same size on paper</source>
        <translation>保持打印尺寸：提高每英寸点数，使纸上的尺寸不变</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Dots per inch</source>
        <translation>每英寸点数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>The model, its weights and these settings, in the file&apos;s metadata.
Drop the file on the window to do the same again</source>
        <translation>将模型、权重和这些设置写入文件的元数据。
把文件拖到窗口上即可用同样的设置再做一次</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Bit depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/output_form.py"/>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/own_bar.py"/>
        <source>Settings of {count:,} pictures</source>
        <translation>{count:,} 张图片的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/own_bar.py"/>
        <source>Settings of this picture</source>
        <translation>这张图片的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/own_bar.py"/>
        <source>Give up the settings of their own</source>
        <translation>放弃单独的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/own_bar.py"/>
        <source>What is chosen below leaves the other pictures as they are</source>
        <translation>下面的选择不影响其他图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/page.py"/>
        <source>Back to defaults</source>
        <translation>恢复默认设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/page.py"/>
        <source>Set everything on this page as it was at first</source>
        <translation>将本页的所有设置恢复为初始状态</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Raise the limit</source>
        <translation>提高上限</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Read pictures up to this size from now on, and read this one again</source>
        <translation>今后可读取不超过此尺寸的图片，并重新读取这一张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Read the file again</source>
        <translation>重新读取文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Raise the limit to {limit} MP</source>
        <translation>将上限提高到 {limit} MP</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>{first} and {second}</source>
        <comment>actions</comment>
        <translation>{first}，并{second}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Add the images in {folder}</source>
        <translation>添加 {folder} 中的图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Add the images in {count} folders</source>
        <translation>添加 {count} 个文件夹中的图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Add {count} images from {folder}</source>
        <translation>添加 {folder} 中的 {count} 张图片</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>Add {count} images</source>
        <extracomment>Add {count} image</extracomment>
        <translation>
            <numerusform>添加 {count} 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>what is in {count} folders</source>
        <extracomment>what is in {count} folder</extracomment>
        <translation>
            <numerusform>{count} 个文件夹中的内容</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/panes.py"/>
        <source>{first} and {second}</source>
        <comment>things</comment>
        <translation>{first}和 {second}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferences_window.py"/>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferences_window.py"/>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferences_window.py"/>
        <source>The size and the language change at the next start.</source>
        <translation>界面大小和语言将在下次启动时生效。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferences_window.py"/>
        <source>Restart now</source>
        <translation>立即重启</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferences_window.py"/>
        <source>Close the window and open it again, with the same files</source>
        <translation>关闭窗口后重新打开，并保留相同的文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preferring.py"/>
        <source>Choose another one in Preferences (Ctrl+,).</source>
        <translation>请在“首选项”(Ctrl+,) 中选择其他设备。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>All {count:,} pictures</source>
        <translation>全部 {count:,} 张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>Only {name}</source>
        <translation>仅 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>{count:,} pictures selected</source>
        <translation>所选的 {count:,} 张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>{model} is not on this computer yet.</source>
        <translation>{model} 尚未下载到这台电脑。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>Copied: {line}</source>
        <translation>已复制：{line}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/preparing.py"/>
        <source>Not copied.</source>
        <translation>未能复制。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>Waits for the export</source>
        <translation>等待导出完成</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>Queued, {count:,} before it</source>
        <translation>排队中，前面还有 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>Queued, the next one</source>
        <translation>排队中，下一张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>Paused, {time} left</source>
        <translation>已暂停，还剩 {time}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>{done:,} of {total:,}</source>
        <translation>{done:,}/{total:,}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/queue.py"/>
        <source>{done:,} of {total:,}, {time} left</source>
        <translation>{done:,}/{total:,}，还剩 {time}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>Upscales the picture in eight turned and mirrored forms and takes their mean:
a little closer to the original, in eight times the time</source>
        <translation>将图片以八种旋转和镜像形式分别放大后取平均：
结果更接近原图一些，但需要八倍的时间</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>MODEL</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>More models…</source>
        <translation>更多模型…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>All models: download, import, verify, remove (Ctrl+M)</source>
        <translation>所有模型：下载、导入、校验、移除 (Ctrl+M)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>Other</source>
        <comment>size</comment>
        <translation>其他</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>Self-ensemble</source>
        <translation>自集成</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>8 × the time</source>
        <translation>8 倍时间</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>OUTPUT</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>Upscale this picture (Ctrl+Enter)</source>
        <translation>放大这张图片 (Ctrl+Enter)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/rail.py"/>
        <source>{scales} only</source>
        <translation>仅 {scales}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/recent.py"/>
        <source>Nothing was opened yet</source>
        <translation>尚未打开过任何文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/recent.py"/>
        <source>Clear recent</source>
        <translation>清除最近打开的记录</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/recent.py"/>
        <source>Recent files and folders</source>
        <translation>最近打开的文件和文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/repeat.py"/>
        <source>self-ensemble</source>
        <translation>自集成</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/repeat.py"/>
        <source>Made by sr-desktop: {settings}.</source>
        <translation>由 sr-desktop 生成：{settings}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/repeat.py"/>
        <source>There is no model {model} here.</source>
        <translation>这里没有模型 {model}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>To make it anew, export again and choose Replace.</source>
        <translation>如需重新生成，请再次导出并选择“替换”。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Export all again and choose Skip: only what is missing is done.</source>
        <translation>请再次导出全部并选择“跳过”：只会处理缺少的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Pictures not done</source>
        <translation>未完成的图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Every picture was done.</source>
        <translation>所有图片均已完成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>{folder} · took {time}</source>
        <translation>{folder} · 用时 {time}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Retry {count:,} failed</source>
        <extracomment>Retry {count:,} failed</extracomment>
        <translation>
            <numerusform>重试 {count:,} 张失败的图片</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Every picture with its outcome, as a table (CSV) or JSON</source>
        <translation>每张图片及其结果，存为表格 (CSV) 或 JSON</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>{count:,} saved</source>
        <translation>已保存 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>{count:,} failed</source>
        <translation>失败 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>{count:,} skipped</source>
        <translation>跳过 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>{count:,} not done</source>
        <translation>未完成 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/report_window.py"/>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/saving.py"/>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/saving.py"/>
        <source>{name} is the original.</source>
        <translation>{name} 是原图。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/saving.py"/>
        <source>Choose another name.</source>
        <translation>请使用其他名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/shelf.py"/>
        <source>There is no model called {name!r} for ×{scale}.</source>
        <translation>没有名为 {name!r} 且支持 ×{scale} 的模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/shortcuts.py"/>
        <source>EVERYWHERE</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/shortcuts.py"/>
        <source>WHERE THE FOCUS IS</source>
        <translation>焦点所在位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Percent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Of the width and height; 100 % is as it is</source>
        <translation>宽和高的百分比；100 % 为原尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>So many times as wide and high</source>
        <translation>宽和高各放大的倍数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>The width; the height follows</source>
        <translation>指定宽度，高度按比例确定</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>The height; the width follows</source>
        <translation>指定高度，宽度按比例确定</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Fit inside</source>
        <translation>适应范围</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>As large as fits inside this width and height</source>
        <translation>在此宽度和高度之内尽可能大</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Long edge</source>
        <translation>长边</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>The longer side, whether the picture stands or lies</source>
        <translation>较长的一边，不论横竖</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Short edge</source>
        <translation>短边</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>The shorter side, whether the picture stands or lies</source>
        <translation>较短的一边，不论横竖</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Megapixels</source>
        <translation>百万像素</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>So many million pixels</source>
        <translation>指定像素数，单位为百万</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Print size</source>
        <translation>打印尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>As large as fits on this sheet, which may be turned</source>
        <translation>在此纸张上尽可能大，纸张可以旋转</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Kind of size</source>
        <translation>尺寸的类型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Size</source>
        <comment>of a picture</comment>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Resolution of the print, dots per inch</source>
        <translation>打印分辨率，每英寸点数</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>Unit of the sheet</source>
        <translation>纸张的单位</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>in</source>
        <comment>inches</comment>
        <translation>英寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/size_form.py"/>
        <source>{kind} to come to</source>
        <translation>目标{kind}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/starting.py"/>
        <source>{model} is on this computer now.</source>
        <translation>{model} 已下载到这台电脑。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/state.py"/>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/state.py"/>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/state.py"/>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/status_bar.py"/>
        <source>Consistency: the result, made as small as the original, against the original (PSNR).
The higher, the more faithful; from about 40 dB on the eye tells no difference</source>
        <translation>一致性：将结果缩小到原图尺寸后与原图比较 (PSNR)。
数值越高越忠实；约 40 dB 以上肉眼看不出差别</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/status_bar.py"/>
        <source>Starting the engine…</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/status_bar.py"/>
        <source>{frames}, the first is shown</source>
        <translation>{frames}，显示的是第一个</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/status_bar.py"/>
        <source>{seconds:.1f} s</source>
        <translation>{seconds:.1f} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_cell.py"/>
        <source>{part:.0%}, {time} left</source>
        <translation>{part:.0%}，还剩 {time}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_list.py"/>
        <source>Show the picture before it, or after it</source>
        <translation>显示上一张或下一张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_list.py"/>
        <source>Select one more picture</source>
        <translation>多选一张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_list.py"/>
        <source>Move those selected in the queue</source>
        <translation>在队列中移动所选图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_list.py"/>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_model.py"/>
        <source>own settings</source>
        <translation>单独设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_model.py"/>
        <source>With settings of its own</source>
        <translation>使用单独的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_model.py"/>
        <source>{model}, {seconds:.1f} s</source>
        <translation>{model}，{seconds:.1f} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_model.py"/>
        <source>Dragged out, it is the frame shown; save it to have them all</source>
        <translation>拖出的只是所显示的这一帧；保存可得到全部帧</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/strip_model.py"/>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>New name</source>
        <translation>使用新名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Cannot be done</source>
        <translation>无法处理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Another picture&apos;s result is called {name}.</source>
        <translation>另一张图片的结果也名为 {name}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>used twice</source>
        <translation>名称重复</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>If you trust the file, open it and raise the limit.</source>
        <translation>如果信任该文件，请将其打开并提高上限。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Its result is there already, made with the same settings.</source>
        <translation>结果已存在，且使用了相同的设置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>same settings</source>
        <translation>设置相同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Its result is there already, made with {settings}.</source>
        <translation>结果已存在，其设置不同：{settings}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>other settings</source>
        <translation>设置不同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>file is there</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>A file of this name is there already.</source>
        <translation>已有同名文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Not enough room: about {needed} needed, only {free} free. Choose another folder, a smaller size, or a format that takes less.</source>
        <translation>空间不足：约需 {needed}，仅剩 {free}。请选择其他文件夹、较小的尺寸或占用较少的格式。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Nothing to do: every result is there already. To make them anew, do not skip them.</source>
        <translation>无需处理：所有结果均已存在。如需重新生成，请不要选择跳过。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Nothing to do: what can be done is there already.</source>
        <translation>无需处理：能够处理的均已存在。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>None of these pictures can be exported. The list says why.</source>
        <translation>这些图片都无法导出。原因见列表。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Looking at the pictures: {count:,} of {all:,}</source>
        <translation>正在查看图片：{count:,}/{all:,}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Room: adding up…</source>
        <translation>空间：正在计算…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Time: measuring…</source>
        <translation>时间：正在测量…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{count:,} cannot be done</source>
        <translation>无法处理 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{count:,} to export, {renamed:,} of them under a new name, {replaced:,} in place of a file that is there</source>
        <translation>导出 {count:,} 张，其中 {renamed:,} 张使用新名称，{replaced:,} 张替换已有文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{count:,} to export, {renamed:,} of them under a new name</source>
        <translation>导出 {count:,} 张，其中 {renamed:,} 张使用新名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{count:,} to export, {replaced:,} in place of a file that is there</source>
        <translation>导出 {count:,} 张，其中 {replaced:,} 张替换已有文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{count:,} to export</source>
        <translation>导出 {count:,} 张</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>{fate}. {reason}</source>
        <translation>{fate}。{reason}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>About {needed} needed, {free} free</source>
        <translation>约需 {needed}，剩余 {free}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Not enough room: about {needed} needed, only {free} free</source>
        <translation>空间不足：约需 {needed}，仅剩 {free}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey.py"/>
        <source>Nothing to do</source>
        <translation>无需处理</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>To look at</source>
        <translation>需留意</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>Pictures to export</source>
        <translation>要导出的图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>{fate}: {reason}</source>
        <translation>{fate}：{reason}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>Will be made.</source>
        <translation>将会生成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>Saved as</source>
        <translation>保存为</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/survey_pane.py"/>
        <source>What will be done</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/surveyor.py"/>
        <source>{name} has no file that a command could name.</source>
        <translation>{name} 没有可供命令指定的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/surveyor.py"/>
        <source>{name} has settings of its own.</source>
        <translation>{name} 有自己的设置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Next to the originals</source>
        <translation>与原图相同的位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>In a folder</source>
        <translation>指定文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Next to the originals: each picture beside its source,
those of a folder in a folder of their own beside it, such as Holiday_x4</source>
        <translation>与原图相同的位置：每张图片放在其来源旁边，
文件夹中的图片放在旁边单独的文件夹中，例如 Holiday_x4</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Give a new name</source>
        <translation>使用新名称</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Where results go</source>
        <translation>结果的保存位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Choose the folder for results</source>
        <translation>选择存放结果的文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Next to the original</source>
        <translation>与原图相同的位置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>Export into a folder</source>
        <translation>导出到文件夹</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/target_form.py"/>
        <source>{count:,} pictures without a file go into that folder.</source>
        <extracomment>{count:,} picture without a file goes into that folder.</extracomment>
        <translation>
            <numerusform>没有文件的 {count:,} 张图片将存入该文件夹。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Open</source>
        <comment>verb</comment>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Paste an image or files</source>
        <translation>粘贴图片或文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Save this result as a file</source>
        <translation>将此结果保存为文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Copy the result</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>All models: get, import, remove</source>
        <translation>所有模型：获取、导入、移除</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Try models</source>
        <translation>试用模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>See a spot by every model you have</source>
        <translation>用现有的每个模型查看同一处</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Show the whole picture</source>
        <translation>显示整张图片</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>One pixel is one screen pixel</source>
        <translation>一个像素对应一个屏幕像素</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Smaller</source>
        <comment>zoom</comment>
        <translation>缩小显示</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Larger</source>
        <comment>zoom</comment>
        <translation>放大显示</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Hold results against originals</source>
        <translation>将结果与原图对照</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Preferences and help</source>
        <translation>首选项和帮助</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/toolbar.py"/>
        <source>Zoom {zoom:.0%}</source>
        <translation>缩放 {zoom:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/transfer_bar.py"/>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/transfer_bar.py"/>
        <source>Downloaded {part:.0%}</source>
        <translation>已下载 {part:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>The canvas compares with bicubic, in every view</source>
        <translation>画布在每种视图中都与双三次插值比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>The canvas compares with the reference, in every view</source>
        <translation>画布在每种视图中都与参考图比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>Gain over bicubic</source>
        <translation>相对双三次插值的提升</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>Remove the reference {name}</source>
        <translation>移除参考图 {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>upscale to compare</source>
        <translation>放大后即可比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>upscaling…</source>
        <translation>正在放大…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>PSNR and SSIM against {name}, by the papers&apos; protocol:
Y channel, 8 bits, a border of {scale} px cut</source>
        <translation>与 {name} 比较的 PSNR 和 SSIM，按论文的规程：
Y 通道，8 位，裁去 {scale} px 的边框</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>Compare with {side}</source>
        <translation>与{side}比较</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/truth_bar.py"/>
        <source>The reference {name} is for ×{scale}. Choose ×{scale} to compare.</source>
        <translation>参考图 {name} 适用于 ×{scale}。请选择 ×{scale} 进行比较。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/trying.py"/>
        <source>at once</source>
        <translation>即时</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/trying.py"/>
        <source>Working…</source>
        <translation>处理中…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/trying.py"/>
        <source>Waiting…</source>
        <translation>等待中…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/trying.py"/>
        <source>timing…</source>
        <translation>计时中…</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Use this one</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Copy details of {model}</source>
        <translation>复制 {model} 的详情</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>The spot by {model}</source>
        <translation>{model} 的效果</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Use {model}</source>
        <translation>使用 {model}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Choose {model} and close (Enter)</source>
        <translation>选择 {model} 并关闭 (Enter)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Click a spot in the picture to try all models there.</source>
        <translation>请单击图片中的一处，在那里试用所有模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Click another spot to try there. Times: the whole picture.</source>
        <translation>单击另一处可在那里试用。时间：处理整张图片所需。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Not on this computer: {models}</source>
        <translation>这台电脑上没有：{models}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Zoom of the crops {zoom:.0%}</source>
        <translation>局部图缩放 {zoom:.0%}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Take the middle</source>
        <translation>取中央</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Try the models in the middle of the view (Enter)</source>
        <translation>在视图中央试用模型 (Enter)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Crops smaller</source>
        <translation>缩小裁切</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Crops larger</source>
        <translation>放大裁切</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/tryout_panel.py"/>
        <source>All models: download, import, remove (Ctrl+M)</source>
        <translation>所有模型：下载、导入、移除 (Ctrl+M)</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/undo.py"/>
        <source>Removed {count:,} pictures.</source>
        <extracomment>Removed {count:,} picture.</extracomment>
        <translation>
            <numerusform>已移除 {count:,} 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/when_done.py"/>
        <source>Do nothing</source>
        <translation>不做任何操作</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/when_done.py"/>
        <source>Notify me</source>
        <translation>通知我</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/when_done.py"/>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/widgets.py"/>
        <source>{choice} size</source>
        <translation>{choice}尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>under 1 s</source>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>about {seconds:.0f} s</source>
        <translation>约 {seconds:.0f} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>about {minutes:.0f} min</source>
        <translation>约 {minutes:.0f} 分钟</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>about {hours:.1f} h</source>
        <translation>约 {hours:.1f} 小时</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>&lt; 1 s</source>
        <translation>&lt; 1 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>≈ {seconds:.0f} s</source>
        <translation>≈ {seconds:.0f} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>≈ {minutes:.0f} min</source>
        <translation>≈ {minutes:.0f} 分钟</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>≈ {hours:.1f} h</source>
        <translation>≈ {hours:.1f} 小时</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{count:,} pictures</source>
        <extracomment>{count:,} picture</extracomment>
        <translation>
            <numerusform>{count:,} 张图片</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{done:,} of {total:,} done</source>
        <translation>已完成 {done:,}/{total:,}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{number} million</source>
        <translation>{number} M</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{done} of {total} {unit}</source>
        <translation>{done}/{total} {unit}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{seconds} s left</source>
        <translation>剩余 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{minutes:.0f} min left</source>
        <translation>剩余 {minutes:.0f} 分钟</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>range 0–{most:.0f}, with mean shift</source>
        <translation>范围 0–{most:.0f}，有均值偏移</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>range 0–{most:.0f}, no mean shift</source>
        <translation>范围 0–{most:.0f}，无均值偏移</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>As large as it is: nothing to upscale</source>
        <translation>与原尺寸相同：无需放大</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>Shrunk to {percent}, without the model</source>
        <translation>缩小到 {percent}，不使用模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>, then </source>
        <translation>，再</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{passes}, then shrunk to {percent}</source>
        <translation>{passes}，再缩小到 {percent}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{count} pages</source>
        <extracomment>{count} page</extracomment>
        <translation>
            <numerusform>{count} 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>{count} frames</source>
        <extracomment>{count} frame</extracomment>
        <translation>
            <numerusform>{count} 帧</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>consistency {decibels:.1f} dB</source>
        <translation>一致性 {decibels:.1f} dB</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>consistency exact</source>
        <translation>完全一致</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>imported from {name}</source>
        <translation>从 {name} 导入</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>×{scale} by {model}</source>
        <translation>×{scale}（{model}）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/gui/words.py"/>
        <source>to {width} × {height} by bicubic</source>
        <translation>双三次插值到 {width} × {height}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>The quality cannot be {quality}.</source>
        <translation>质量不能为 {quality}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>It is 1 to 100.</source>
        <translation>范围为 1 到 100。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>The resolution cannot be {dpi:g} dpi.</source>
        <translation>分辨率不能为 {dpi:g} dpi。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>It is {least} to {most}.</source>
        <translation>范围为 {least} 到 {most}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no format to save in {value!r}.</source>
        <translation>无法保存为格式 {value!r}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no compression {value!r}.</source>
        <translation>没有名为 {value!r} 的压缩方式。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no chroma {value!r}.</source>
        <translation>没有名为 {value!r} 的色度抽样。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/encoding.py"/>
        <source>There is no bit depth {value!r}.</source>
        <translation>没有名为 {value!r} 的位深。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is no file but a pipe or a device.</source>
        <translation>{name} 不是文件，而是管道或设备。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} was changed while it was read.</source>
        <translation>{name} 在读取过程中被改动。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is no animation.</source>
        <translation>{name} 不是动画。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Read it as a picture instead.</source>
        <translation>请把它作为图片读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Choose a picture&apos;s file.</source>
        <translation>请选择图片文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Try again when it is complete.</source>
        <translation>请待文件完整后重试。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} needs more memory than is free.</source>
        <translation>{name} 需要的内存超过了可用内存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Close other programs, or use a smaller one.</source>
        <translation>请关闭其他程序，或改用较小的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is not a picture this program can read.</source>
        <translation>{name} 不是本程序能够读取的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>It reads PNG, JPEG, WebP, TIFF, BMP, GIF, AVIF, HEIC, JPEG XL and PNM; save the picture as one of these.</source>
        <translation>可以读取 PNG、JPEG、WebP、TIFF、BMP、GIF、AVIF、HEIC、JPEG XL 和 PNM；请把图片另存为其中一种格式。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>There is no file {name}.</source>
        <translation>没有文件 {name}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>It may have been moved or renamed.</source>
        <translation>它可能已被移动或重命名。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is a folder.</source>
        <translation>{name} 是文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Choose the pictures in it.</source>
        <translation>请选择其中的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>You may not read {name}.</source>
        <translation>您没有读取 {name} 的权限。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Change its permissions, or copy it.</source>
        <translation>请修改它的权限，或另行复制一份。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} cannot be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Check the drive, or copy the file.</source>
        <translation>请检查磁盘，或另行复制该文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} is damaged or incomplete.</source>
        <translation>{name} 已损坏或不完整。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>Copy or download it again, or save it anew in another program.</source>
        <translation>请重新复制或下载，或用其他程序重新保存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}, which guards against files made to fill the memory.</source>
        <translation>{name} 有 {pixels_mp:.1f} 百万像素；上限为 {limit_mp:.1f}，用来防范蓄意占满内存的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/files.py"/>
        <source>If you trust the file, raise the limit: --pixel-limit {wanted_mp} (megapixels), or Raise the limit in the window.</source>
        <translation>如果信任该文件，请提高上限：使用 --pixel-limit {wanted_mp}（百万像素），或点按窗口中的“提高上限”。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/formats.py"/>
        <source>{format} holds at most {most} px a side; the picture would have {width} x {height} px.</source>
        <translation>{format} 的边长最多为 {most} px，而图片将为 {width} x {height} px。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/formats.py"/>
        <source>Choose PNG or TIFF.</source>
        <translation>请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/formats.py"/>
        <source>{width} x {height} px as {format} need about {needed_gib:.1f} GiB of memory, more than is free.</source>
        <translation>将 {width} x {height} px 存为 {format} 约需 {needed_gib:.1f} GiB 内存，超过了可用内存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: the disk is full.</source>
        <translation>未能保存 {name}：磁盘已满。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Free some space, or save in another folder.</source>
        <translation>请腾出一些空间，或保存到其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: the disk does not take files of this size.</source>
        <translation>未能保存 {name}：磁盘不支持这么大的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Save in another folder.</source>
        <translation>请保存到其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: its name is too long.</source>
        <translation>未能保存 {name}：文件名太长。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Give it a shorter name.</source>
        <translation>请使用更短的名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: there is a folder of that name.</source>
        <translation>未能保存 {name}：已有同名的文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: you may not write in {folder}.</source>
        <translation>未能保存 {name}：您没有写入 {folder} 的权限。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: {folder} is not a folder.</source>
        <translation>未能保存 {name}：{folder} 不是文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>the disk refused it</source>
        <translation>磁盘拒绝写入</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>{name} was not saved: {folder}: {reason}.</source>
        <translation>未能保存 {name}：{folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/place.py"/>
        <source>Choose another folder; if the file is open in another program, close it there.</source>
        <translation>请选择其他文件夹；如果该文件正在其他程序中打开，请先将其关闭。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/chunks.py"/>
        <source>Damaged or overlong text is left out.</source>
        <translation>已损坏或过长的文字信息未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB.</source>
        <translation>{colours} 颜色已转换为 sRGB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB by its profile.</source>
        <translation>{colours} 颜色已按其配置文件转换为 sRGB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>{colours} colours were converted to sRGB by estimate: it names no usable profile.</source>
        <translation>{colours} 颜色已按估算转换为 sRGB：文件没有可用的颜色配置文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is damaged; it is left out.</source>
        <translation>颜色配置文件已损坏，未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for gray pictures; it is left out.</source>
        <translation>颜色配置文件适用于灰度图片，未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for other pictures; it is left out.</source>
        <translation>颜色配置文件适用于其他类型的图片，未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/conversion.py"/>
        <source>The colour profile is for {space} pictures; it is left out.</source>
        <translation>颜色配置文件适用于 {space} 图片，未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{name} is empty: it has 0 bytes.</source>
        <translation>{name} 是空文件：大小为 0 字节。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>Copy or export it again.</source>
        <translation>请重新复制或导出。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} pages, only the first is used.</source>
        <translation>共 {count} 页，仅使用第一页。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} pictures, only the first is used.</source>
        <translation>共 {count} 张图片，仅使用第一张。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>{count} channels beside colour and transparency are left out.</source>
        <extracomment>{count} channel beside colour and transparency is left out.</extracomment>
        <translation>
            <numerusform>颜色和透明度以外的 {count} 个通道未予保留。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/decoder.py"/>
        <source>Damaged EXIF data is left out.</source>
        <translation>损坏的 EXIF 数据未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/heif.py"/>
        <source>{name} is an HEIC picture, which needs a further library.</source>
        <translation>{name} 是 HEIC 图片，需要安装额外的库。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/heif.py"/>
        <source>Save it as JPEG or PNG first: the program from the installer cannot read it.</source>
        <translation>请先另存为 JPEG 或 PNG：安装包里的程序无法读取它。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/heif.py"/>
        <source>Install it by: pip install &apos;sr-desktop[formats]&apos;</source>
        <translation>安装命令：pip install &apos;sr-desktop[formats]&apos;</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jpegfile.py"/>
        <source>{name} is a JPEG of {bits} bits per channel.</source>
        <translation>{name} 是每通道 {bits} 位的 JPEG。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jpegfile.py"/>
        <source>Save it as PNG or TIFF of 16 bits in another program.</source>
        <translation>请用其他程序另存为 16 位的 PNG 或 TIFF。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>{name} is a JPEG XL picture, which needs a further library.</source>
        <translation>{name} 是 JPEG XL 图片，需要安装额外的库。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>{name} holds floating numbers.</source>
        <translation>{name} 使用浮点数存储。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/jxl.py"/>
        <source>Save it with 8 or 16 bits in another program.</source>
        <translation>请用其他程序另存为 8 位或 16 位。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, stored in a way this program cannot read.</source>
        <translation>{name} 每通道为 {bits} 位，其存储方式本程序无法读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, signed, stored in a way this program cannot read.</source>
        <translation>{name} 每通道为 {bits} 位有符号数，其存储方式本程序无法读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} holds {bits} bits per channel, floating, stored in a way this program cannot read.</source>
        <translation>{name} 每通道为 {bits} 位浮点数，其存储方式本程序无法读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit numbers were converted to 16 bits.</source>
        <translation>{bits} 位整数已转换为 16 位。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit numbers were converted to 16 bits; what lay outside of it was clipped.</source>
        <translation>{bits} 位整数已转换为 16 位，超出范围的值已被截断。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range.</source>
        <translation>{bits} 位浮点数已转换为 16 位，以 0 到 1 为完整范围。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range; what lay outside of it was clipped.</source>
        <translation>{bits} 位浮点数已转换为 16 位，以 0 到 1 为完整范围，超出范围的值已被截断。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} is a camera&apos;s raw file, or begins with a preview.</source>
        <translation>{name} 是相机的 RAW 文件，或以预览图开头。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Develop it first, and save it as PNG or TIFF.</source>
        <translation>请先进行 RAW 冲印，再存为 PNG 或 TIFF。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} stores its colours in a way this program cannot read.</source>
        <translation>{name} 的颜色存储方式本程序无法读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Save it as RGB in another program.</source>
        <translation>请用其他程序另存为 RGB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>{name} has inks other than CMYK.</source>
        <translation>{name} 含有 CMYK 以外的油墨。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/reading/tiff.py"/>
        <source>Save it with 8 or 16 bits per channel in another program.</source>
        <translation>请用其他程序另存为每通道 8 位或 16 位。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/resize.py"/>
        <source>{part} is not a part of a picture of {width} x {height} px.</source>
        <translation>{part} 不在 {width} x {height} px 的图片之内。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/resize.py"/>
        <source>Cannot resize {given} to {height} x {width} px.</source>
        <translation>无法将 {given} 缩放为 {height} x {width} px。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>150%, 2.5x, 1920x1080 (fits inside), w=1920, h=1080, long=4000, short=2000, mp=24, print=20x30cm@300 (cm, mm or in; at so many dpi)</source>
        <translation>150%、2.5x、1920x1080（不超出此范围）、w=1920、h=1080、long=4000、short=2000、mp=24、print=20x30cm@300（cm、mm 或 in；@ 后为 dpi）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>The size {text!r} means nothing.</source>
        <translation>无法理解尺寸 {text!r}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>It is one of: {forms}.</source>
        <translation>可用的写法：{forms}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>A size cannot be 0.</source>
        <translation>尺寸不能为 0。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>{factor:.3g} times the size is more than this model comes to.</source>
        <translation>此模型无法放大到 {factor:.3g} 倍。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/size.py"/>
        <source>The most is {most} times, by scales of {scales}.</source>
        <translation>最多 {most} 倍，由倍率 {scales} 组合而成。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/store.py"/>
        <source>A picture of this size needs {needed_gb:.1f} GB for scratch files in {folder}, and the disk does not give them: {reason}.</source>
        <translation>这样大的图片需要在 {folder} 中存放 {needed_gb:.1f} GB 的临时文件，而磁盘无法提供：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/store.py"/>
        <source>Free some space there, or choose a smaller scale or size.</source>
        <translation>请在该处腾出一些空间，或选择较小的倍率或尺寸。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>Text was left out: {format} holds only a comment; PNG keeps it.</source>
        <translation>文字信息未予保留：{format} 只能保存一条注释；PNG 可以保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>Text was left out: {format} holds none; PNG keeps it.</source>
        <translation>文字信息未予保留：{format} 无法保存；PNG 可以保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>EXIF data was left out: {format} holds none.</source>
        <translation>EXIF 数据未予保留：{format} 无法保存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: {format} holds none.</source>
        <translation>XMP 数据未予保留：{format} 无法保存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>IPTC data was left out: {format} holds none; PNG, JPEG and TIFF keep it.</source>
        <translation>IPTC 数据未予保留：{format} 无法保存；PNG、JPEG 和 TIFF 可以保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>EXIF data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation>EXIF 数据未予保留：JPEG 最多只能保存 64 KiB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation>XMP 数据未予保留：JPEG 最多只能保存 64 KiB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>IPTC data was left out: JPEG holds at most 64 KiB of it.</source>
        <translation>IPTC 数据未予保留：JPEG 最多只能保存 64 KiB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>A comment was left out: JPEG holds at most 64 KiB of it.</source>
        <translation>一条注释未予保留：JPEG 最多只能保存 64 KiB。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/tags.py"/>
        <source>XMP data was left out: it is damaged.</source>
        <translation>XMP 数据已损坏，未予保留。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>{name} was not saved: it could not be encoded.</source>
        <translation>未能保存 {name}：编码失败。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>Choose another format.</source>
        <translation>请选择其他格式。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>{name} was not saved: {format} holds one picture, not {count} frames.</source>
        <translation>未能保存 {name}：{format} 只能保存一张图片，而不是 {count} 帧。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>Choose GIF, WebP or PNG.</source>
        <translation>请选择 GIF、WebP 或 PNG。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/animation_out.py"/>
        <source>16 bits per channel were rounded to 8; PNG keeps them.</source>
        <translation>每通道 16 位已舍入为 8 位；PNG 可以保留 16 位。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>16 bits per channel were rounded to 8; PNG and TIFF keep them.</source>
        <translation>每通道 16 位已舍入为 8 位；PNG 和 TIFF 可以保留 16 位。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>Transparency was laid over white; PNG, WebP and TIFF keep it.</source>
        <translation>透明部分已用白色填充；PNG、WebP 和 TIFF 可以保留透明度。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/encoder.py"/>
        <source>Gray was converted to sRGB by its profile: {format} holds no profile for gray.</source>
        <translation>灰度已按其配置文件转换为 sRGB：{format} 无法保存灰度配置文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/gif_out.py"/>
        <source>Colours were reduced to 256, and transparency to all or nothing: GIF holds no more.</source>
        <translation>颜色已减少到 256 种，透明度只剩全透明和不透明：GIF 仅支持这些。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/tiff_out.py"/>
        <source>EXIF data was left out: it could not be converted for TIFF.</source>
        <translation>EXIF 数据未予保留：无法为 TIFF 转换。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>{name} was not saved: it was given up.</source>
        <translation>未能保存 {name}：保存已中止。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>Start it again.</source>
        <translation>请重新开始。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/imaging/writing/writing.py"/>
        <source>{name} was not saved: it could not be encoded as {format}.</source>
        <translation>未能保存 {name}：无法编码为 {format}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/batch.py"/>
        <source>{name} was not begun: the disk is full.</source>
        <translation>{name} 尚未开始处理：磁盘已满。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/batch.py"/>
        <source>Free some space, or save in another folder, and do the rest then.</source>
        <translation>请腾出一些空间，或改存到其他文件夹，然后完成其余图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>{name} is not the file that the catalogue calls {id}.</source>
        <translation>{name} 不是目录中名为 {id} 的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>Leave out which model it is, to keep it under a name of its own.</source>
        <translation>不指定模型即可用它自己的名称保存。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/checkpoints.py"/>
        <source>Imported</source>
        <comment>model</comment>
        <translation>已导入</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>There is no cluster at {address}: {error}.</source>
        <translation>{address} 处没有集群：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>Start it with dask scheduler; for tls:// tell Dask of the certificates.</source>
        <translation>请用 dask scheduler 启动；使用 tls:// 时请为 Dask 指定证书。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>A cluster needs packages that are not here: {name}.</source>
        <translation>集群需要此处没有的软件包：{name}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>It needs the program from pip: pip install &apos;sr-desktop[cluster]&apos;</source>
        <translation>这需要用 pip 安装的程序：pip install &apos;sr-desktop[cluster]&apos;</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>Install them: pip install &apos;sr-desktop[cluster]&apos;</source>
        <translation>请安装：pip install &apos;sr-desktop[cluster]&apos;</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>No worker of the cluster offers the resource {name}.</source>
        <translation>集群中没有提供资源 {name} 的工作进程。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>Start some: dask worker ADDRESS --nthreads 1 --resources {name}=1</source>
        <translation>请启动：dask worker 地址 --nthreads 1 --resources {name}=1</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>The worker {address} has sr-desktop {theirs}, and this is {ours}.</source>
        <translation>工作进程 {address} 的 sr-desktop 版本是 {theirs}，而这里是 {ours}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>The worker {address} has no sr-desktop, and this is {ours}.</source>
        <translation>工作进程 {address} 没有 sr-desktop，而这里是 {ours}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/client.py"/>
        <source>Install the same version on all machines.</source>
        <translation>请在所有计算机上安装相同的版本。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>The cluster has gone, or does not answer any more.</source>
        <translation>集群已消失，或不再应答。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>Start the cluster again, and do the rest with --on-exists skip.</source>
        <translation>请重新启动集群，并用 --on-exists skip 完成其余图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>All workers of the cluster have gone.</source>
        <translation>集群的所有工作进程都已离开。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>Start workers, and do the rest with --on-exists skip.</source>
        <translation>请启动工作进程，再用 --on-exists skip 完成其余图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>{count} workers died over {name}.</source>
        <translation>{count} 个工作进程在处理 {name} 时终止。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>Give each more memory: fewer per machine.</source>
        <translation>请给每个进程更多内存：减少每台计算机上的进程数。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>The cluster gave up {name}: {error}.</source>
        <translation>集群放弃了 {name}：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>See whether its scheduler runs.</source>
        <translation>请查看其调度程序是否在运行。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>A worker could not answer: {error!r}.</source>
        <translation>工作进程无法应答：{error!r}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/sending.py"/>
        <source>The log of the worker has the details.</source>
        <translation>详情见该工作进程的日志。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>{machine} does not see {path}.</source>
        <translation>{machine} 看不到 {path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>Give it the same address and credentials as here: AWS_ENDPOINT_URL and others.</source>
        <translation>请让它使用与这里相同的地址和凭据：AWS_ENDPOINT_URL 等。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>Sources and results must lie in a folder that all machines share.</source>
        <translation>源图片和结果必须位于所有计算机共享的文件夹中。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>On {machine}: {problem}</source>
        <translation>在 {machine} 上：{problem}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>{machine} has another file for {model}.</source>
        <translation>{machine} 上 {model} 的文件不同。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/cluster/work.py"/>
        <source>Give all machines the same weights: sr-desktop models export, import.</source>
        <translation>请让所有计算机使用相同的权重：sr-desktop models export、import。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/ending.py"/>
        <source>Something went wrong: {error!r}.</source>
        <translation>发生错误：{error!r}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/ending.py"/>
        <source>The log has the details; please report it together with the picture&apos;s kind and size.</source>
        <translation>详情见日志；报告问题时请附上日志以及图片的格式和尺寸。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../sr_desktop/jobs/enlarging.py"/>
        <source>{count} frames, only the first is used: {format} holds one.</source>
        <extracomment>{count} frame, only the first is used: {format} holds one.</extracomment>
        <translation>
            <numerusform>共 {count} 帧，仅使用第一帧：{format} 只能保存一帧。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name for the result of {name} is too long.</source>
        <translation>{name} 的结果文件名太长。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Give a shorter one with --name.</source>
        <translation>请用 --name 指定更短的名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>{wanted} is one of the originals, which are never replaced.</source>
        <translation>{wanted} 是原图之一，原图绝不会被替换。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Choose another folder, or a name such as {name}_x{scale}.</source>
        <translation>请选择其他文件夹，或使用 {name}_x{scale} 之类的名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>{unknown} in the name {template!r} means nothing.</source>
        <translation>名称 {template!r} 中的 {unknown} 无法识别。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name {template!r} is not complete: {error}.</source>
        <translation>名称 {template!r} 不完整：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>The name {template!r} cannot be a file&apos;s name.</source>
        <translation>{template!r} 不能用作文件名。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>Give folders by -o.</source>
        <translation>请用 -o 指定文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/naming.py"/>
        <source>It can have {names}.</source>
        <translation>可以使用 {names}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>stopped before its end</source>
        <translation>未完成即已停止</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} is a folder.</source>
        <translation>报告 {path} 是文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give the name of a file.</source>
        <translation>请指定文件名。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} ends neither in .csv nor in .json.</source>
        <translation>报告 {path} 的扩展名既不是 .csv 也不是 .json。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give it one of these.</source>
        <translation>请使用其中一种。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} was not written: {reason}.</source>
        <translation>未能写入报告 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give another place with --report.</source>
        <translation>请用 --report 指定其他位置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>{path} is no report of sr-desktop.</source>
        <translation>{path} 不是 sr-desktop 的报告。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Give the file that --report wrote.</source>
        <translation>请指定由 --report 写出的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>The report {path} cannot be read: {reason}.</source>
        <translation>无法读取报告 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/outcomes.py"/>
        <source>Nothing failed in that run, and nothing was stopped.</source>
        <translation>那次运行没有失败，也没有中止的图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>its result is there already, made with the same settings</source>
        <translation>结果已存在，且使用了相同的设置</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>there is a result made with other settings: {differences}</source>
        <translation>已有用其他设置生成的结果：{differences}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>its result is there already</source>
        <translation>结果已存在</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>To make it anew: --on-exists replace.</source>
        <translation>如需重新生成：--on-exists replace。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>There is no such file or folder: {path}.</source>
        <translation>没有这个文件或文件夹：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Pictures are files ending in {endings}.</source>
        <translation>图片是扩展名为 {endings} 的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>The folder {folder} cannot be read: {reason}.</source>
        <translation>无法读取文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}.</source>
        <translation>{name} 有 {pixels_mp:.1f} 百万像素；上限为 {limit_mp:.1f}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>If you trust the file: --pixel-limit {wanted_mp}.</source>
        <translation>如果信任该文件：--pixel-limit {wanted_mp}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>other weights</source>
        <translation>权重不同</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>There is no room beside {place} for results.</source>
        <translation>{place} 旁边没有放置结果的位置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Say with -o where they are to go.</source>
        <translation>请用 -o 指定结果的去处。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>--compare is for one picture.</source>
        <translation>--compare 只适用于一张图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>There are {count}.</source>
        <translation>现在有 {count} 张。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>The comparison {compare} has no ending of a picture.</source>
        <translation>对比图 {compare} 没有图片扩展名。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Give it one of {endings}.</source>
        <translation>请使用 {endings} 之一。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{out} names one picture, but {count} are to be written.</source>
        <translation>{out} 指定的是一张图片，但要写入 {count} 张。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Give a folder instead.</source>
        <translation>请改为指定文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>{name} ends like {named}, but the format asked for is {wanted}.</source>
        <translation>{name} 的扩展名属于 {named}，但要求的格式是 {wanted}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/plan.py"/>
        <source>Leave out --format, or give the file the ending of that format.</source>
        <translation>请去掉 --format，或使用该格式的扩展名。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/search.py"/>
        <source>{name} has a name that cannot be a path.</source>
        <translation>{name} 的名称不能作为路径。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/search.py"/>
        <source>Give it another name there.</source>
        <translation>请在那里给它换一个名称。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>only part of it came</source>
        <translation>只收到了一部分</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{name} was not fetched: {folder}: {reason}.</source>
        <translation>未能取得 {name}：{folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Free some space there, or set XDG_CACHE_HOME to another folder.</source>
        <translation>请在那里腾出一些空间，或将 XDG_CACHE_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{scheme}:// can only be read.</source>
        <translation>{scheme}:// 只能读取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Choose another place for the results, with -o.</source>
        <translation>请用 -o 为结果选择其他位置。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>What is written to memory:// is gone with the program.</source>
        <translation>写入 memory:// 的内容会随程序结束而消失。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>only part of it arrived</source>
        <translation>只送达了一部分</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{scheme}:// needs packages that are not here: {error}.</source>
        <translation>{scheme}:// 需要尚未安装的软件包：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{scheme}:// is nothing that can be read.</source>
        <translation>无法读取 {scheme}://。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Those of fsspec are, such as s3://, gs://, abfs://, sftp:// and https://.</source>
        <translation>可以使用 fsspec 所支持的，例如 s3://、gs://、abfs://、sftp:// 和 https://。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{place} gives no access to {name}: {error}.</source>
        <translation>{place} 不允许访问 {name}：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Give your credentials as its own tools take them, for s3:// by AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.</source>
        <translation>请按其自身工具的方式提供凭据，s3:// 使用 AWS_PROFILE，或 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>{place} does not answer as it should: {error}.</source>
        <translation>{place} 应答异常：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Check the network and the address (for s3:// AWS_ENDPOINT_URL); then do the rest with --on-exists skip.</source>
        <translation>请检查网络和地址（s3:// 还有 AWS_ENDPOINT_URL），然后用 --on-exists skip 完成其余图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>There is no {place}.</source>
        <translation>{place} 不存在。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Check the name and AWS_ENDPOINT_URL, or make it first: this program makes none.</source>
        <translation>请检查名称和 AWS_ENDPOINT_URL，或先将其创建：本程序不会创建。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Check the name, or make it first: this program makes none.</source>
        <translation>请检查名称，或先将其创建：本程序不会创建。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>There is nothing at {url}.</source>
        <translation>{url} 处没有任何内容。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>It needs the program from pip, and then: pip install {name}</source>
        <translation>这需要由 pip 安装的程序，然后执行：pip install {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/store.py"/>
        <source>Install it: pip install {name}</source>
        <translation>请安装：pip install {name}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>{text} leads through one address to another.</source>
        <translation>{text} 由一个地址通向另一个地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>Unpack what is inside, and name the folder.</source>
        <translation>请解开其中的内容，然后指定该文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>An address has no password: it would be in every report.</source>
        <translation>地址中不得含有密码：否则它会出现在每份报告里。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>Give it as fsspec takes it: by FSSPEC_{scheme}_PASSWORD.</source>
        <translation>请按 fsspec 的方式提供：使用 FSSPEC_{scheme}_PASSWORD。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>{text} names no place, or has an empty part, or one of dots.</source>
        <translation>{text} 没有指明位置，或含有空的部分，或含有仅由点组成的部分。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>It is SCHEME://BUCKET/FOLDER or SCHEME://HOST/FOLDER, such as s3://scans/2024.</source>
        <translation>格式为 SCHEME://BUCKET/FOLDER 或 SCHEME://HOST/FOLDER，例如 s3://scans/2024。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>{text} is an address, and this must be a file of this computer.</source>
        <translation>{text} 是一个地址，而这里必须是本机的文件。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/remote/url.py"/>
        <source>Fetch it first.</source>
        <translation>请先将其取到本机。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>model</source>
        <comment>setting</comment>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>scale</source>
        <comment>setting</comment>
        <translation>倍率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>scales</source>
        <comment>setting</comment>
        <translation>各倍率</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>size</source>
        <comment>setting</comment>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>input range</source>
        <comment>setting</comment>
        <translation>输入范围</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>mean shift</source>
        <comment>setting</comment>
        <translation>均值偏移</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>precision</source>
        <comment>setting</comment>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>tile</source>
        <comment>setting</comment>
        <translation>分块</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>self ensemble</source>
        <comment>setting</comment>
        <translation>自集成</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>guard</source>
        <comment>setting</comment>
        <translation>异常防护</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>format</source>
        <comment>setting</comment>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>dpi</source>
        <comment>setting</comment>
        <translation>dpi</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>quality</source>
        <comment>setting</comment>
        <translation>质量</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>lossless</source>
        <comment>setting</comment>
        <translation>无损</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>chroma</source>
        <comment>setting</comment>
        <translation>色度抽样</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>compression</source>
        <comment>setting</comment>
        <translation>压缩</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>bit depth</source>
        <comment>setting</comment>
        <translation>位深</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>{setting} {made} instead of {asked}</source>
        <translation>{setting}为 {made}，而不是 {asked}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>{model} is not on this computer.</source>
        <translation>这台电脑上没有 {model}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/settings.py"/>
        <source>Get it with: sr-desktop models download {id}</source>
        <translation>下载命令：sr-desktop models download {id}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/shards.py"/>
        <source>{text!r} is no share.</source>
        <translation>{text!r} 不是有效的份额。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/shards.py"/>
        <source>Give I/N, the share I of N, such as 1/4, 2/4, 3/4 and 4/4.</source>
        <translation>请给出 I/N，即 N 份中的第 I 份，例如 1/4、2/4、3/4 和 4/4。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/shards.py"/>
        <source>Results in {folder} would be taken for sources by another share.</source>
        <translation>{folder} 中的结果会被其他份额当作源图片。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/jobs/shards.py"/>
        <source>Choose a folder outside of those that are searched, with -o.</source>
        <translation>请用 -o 选择一个不在搜索范围内的文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/language.py"/>
        <source>, </source>
        <comment>between things</comment>
        <translation>、</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/language.py"/>
        <source>; </source>
        <comment>between clauses</comment>
        <translation>；</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} is not to be had anywhere.</source>
        <translation>{model} 没有任何下载来源。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Downloads are switched off: HF_HUB_OFFLINE is set.</source>
        <translation>下载已关闭：设置了 HF_HUB_OFFLINE。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} could not be downloaded: {reasons}.</source>
        <translation>未能下载 {model}：{reasons}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>By hand: download {url} with a browser, then run sr-desktop models import FILE --as {id}, or drop the file on the window. Checkpoints are kept in {folder}.</source>
        <translation>手动方法：用浏览器下载 {url}，然后运行 sr-desktop models import FILE --as {id}，或把文件拖到窗口上。检查点保存在 {folder}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>The proxy {proxy} cannot be used: {error}.</source>
        <translation>无法使用代理 {proxy}：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Look at it in Preferences.</source>
        <translation>请在首选项中检查。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>The proxy of this computer&apos;s settings cannot be used: {error}.</source>
        <translation>无法使用这台电脑设置的代理：{error}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.</source>
        <translation>请检查 HTTPS_PROXY、HTTP_PROXY 和 ALL_PROXY。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{problem} ({count} tries)</source>
        <translation>{problem}（已尝试 {count} 次）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{problem}; trying again in {seconds:.0f} s</source>
        <translation>{problem}；{seconds:.0f} 秒后重试</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} answered with a web page instead of the file; perhaps this network wants you to log in first</source>
        <translation>{host} 返回的是网页而不是文件，可能需要先登录这个网络</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} closed the connection early</source>
        <translation>{host} 提前关闭了连接</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} has no address to download from: {reason}</source>
        <translation>{host} 没有可供下载的地址：{reason}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} does not state the digest of the file, so it cannot be checked</source>
        <translation>{host} 没有给出文件的校验值，无法校验</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} sent another part of the file than was asked for</source>
        <translation>{host} 发来的不是所请求的那部分文件</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} has a shorter file than was begun</source>
        <translation>{host} 上的文件比已下载的部分还短</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be used: {reason}</source>
        <translation>无法使用 {host}：{reason}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} gave a file with the wrong digest, which was thrown away</source>
        <translation>{host} 给出的文件校验值不符，已丢弃</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} answers {answer}</source>
        <translation>{host} 返回 {answer}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot prove that it is the host ({reason}); perhaps this network looks into encrypted connections, or the clock is wrong</source>
        <translation>{host} 无法证明自己的身份（{reason}），可能是这个网络会检查加密连接，或系统时间不正确</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} does not answer</source>
        <translation>{host} 没有响应</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} stopped sending</source>
        <translation>{host} 停止了发送</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be reached through the proxy: {reason}</source>
        <translation>无法通过代理连接 {host}：{reason}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{host} cannot be reached ({reason}; is this computer online?)</source>
        <translation>无法连接 {host}（{reason}；这台电脑联网了吗？）</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>{model} from {host} cannot be kept in {folder}: {reason}.</source>
        <translation>无法把来自 {host} 的 {model} 保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/download.py"/>
        <source>Free some space and try again; it goes on where it stopped.</source>
        <translation>请腾出一些空间后重试，下载会从中断处继续。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>{path} cannot be removed: {reason}.</source>
        <translation>无法移除 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>Is it in use?</source>
        <translation>它正在被使用吗？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>Models cannot be kept in {folder}: {reason}.</source>
        <translation>无法将模型存放在 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>Choose a folder that you may write in.</source>
        <translation>请选择您有写入权限的文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>The models cannot be moved to {folder}: {reason}.</source>
        <translation>无法将模型移动到 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/housekeeping.py"/>
        <source>Nothing was moved. Free some space there, or choose another folder.</source>
        <translation>未移动任何内容。请在该处腾出一些空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{model} has no weights for x{scale}.</source>
        <translation>{model} 没有 x{scale} 的权重。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>It has {scales}.</source>
        <translation>现有的是：{scales}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Install the program again.</source>
        <translation>请重新安装本程序。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Is it there?</source>
        <translation>请确认文件存在。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>The weights of {where} cannot be read.</source>
        <translation>无法读取 {where} 的权重。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Remove it and get it again: sr-desktop models remove {id}</source>
        <translation>请移除后重新获取：sr-desktop models remove {id}</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>The weights of {where} are damaged; nothing was computed with them.</source>
        <translation>{where} 的权重已损坏，未用它进行任何计算。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{model} ships with the program and stays.</source>
        <translation>{model} 是随程序提供的，不能移除。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Only what was downloaded or imported can be removed.</source>
        <translation>只能移除下载或导入的模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>{folder} cannot take the checkpoint: {reason}.</source>
        <translation>无法把检查点存入 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Free some space there, or see that you may write in it, and try again.</source>
        <translation>请在该处腾出一些空间，或确认您有写入权限，然后重试。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Delete it and get it again.</source>
        <translation>请删除后重新获取。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>Did you mean {name}?</source>
        <translation>是否想输入 {name}？</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/library.py"/>
        <source>There is no model called {name!r}.</source>
        <translation>没有名为 {name!r} 的模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>There is nothing to pack: what ships with the program is not needed in a pack.</source>
        <translation>没有可打包的内容：随程序提供的模型无需打包。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Download or import a model first.</source>
        <translation>请先下载或导入模型。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack {target} was not written: {reason}.</source>
        <translation>未能写入模型包 {target}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Choose another folder, or free some space.</source>
        <translation>请选择其他文件夹，或腾出一些空间。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack {path} cannot be read: {reason}.</source>
        <translation>无法读取模型包 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>The pack is damaged: {path}.</source>
        <translation>模型包已损坏：{path}。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/pack.py"/>
        <source>Copy it again, or export it anew.</source>
        <translation>请重新复制或导出。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/proxy.py"/>
        <source>{address!r} is no address of a proxy.</source>
        <translation>{address!r} 不是有效的代理地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/proxy.py"/>
        <source>The proxy has no address.</source>
        <translation>代理没有地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/proxy.py"/>
        <source>It looks like http://proxy.example:8080 or socks5://proxy.example:1080.</source>
        <translation>地址形如 http://proxy.example:8080 或 socks5://proxy.example:1080。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>{url!r} is no address for the mirror.</source>
        <translation>{url!r} 不是有效的镜像地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>{url!r} is no address for HF_ENDPOINT.</source>
        <translation>{url!r} 不是有效的 HF_ENDPOINT 地址。</translation>
    </message>
    <message>
        <location filename="../../sr_desktop/weights/sources.py"/>
        <source>It looks like https://mirror.example/folder.</source>
        <translation>地址形如 https://mirror.example/folder。</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN</source>
        <comment>model</comment>
        <translation>PAN</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Fast, light, faithful</source>
        <comment>model</comment>
        <translation>快速、轻巧、忠实</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>this project</source>
        <comment>model</comment>
        <translation>本项目</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Apache-2.0</source>
        <comment>model</comment>
        <translation>Apache-2.0</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN-small</source>
        <comment>model</comment>
        <translation>MSRN-small</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Tiny, for slow computers</source>
        <comment>model</comment>
        <translation>极小，适合较慢的电脑</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR-base</source>
        <comment>model</comment>
        <translation>EDSR-base</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Clean and balanced</source>
        <comment>model</comment>
        <translation>干净均衡</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>eugenesiow (super-image)</source>
        <comment>model</comment>
        <translation>eugenesiow (super-image)</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN</source>
        <comment>model</comment>
        <translation>MSRN</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Most detail of the light ones</source>
        <comment>model</comment>
        <translation>轻量模型中细节最多</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN, authors</source>
        <comment>model</comment>
        <translation>PAN（原作者）</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>The paper&apos;s own, needs clean pictures</source>
        <comment>model</comment>
        <translation>论文原版，适合干净的图片</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>zhaohengyuan1/PAN</source>
        <comment>model</comment>
        <translation>zhaohengyuan1/PAN</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>none stated</source>
        <comment>model</comment>
        <translation>未说明</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>PAN, super-image</source>
        <comment>model</comment>
        <translation>PAN（super-image）</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Retrained on DIV2K</source>
        <comment>model</comment>
        <translation>在 DIV2K 上重新训练</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MSRN, authors</source>
        <comment>model</comment>
        <translation>MSRN（原作者）</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>The paper&apos;s own</source>
        <comment>model</comment>
        <translation>论文原版</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIVRC/MSRN-PyTorch</source>
        <comment>model</comment>
        <translation>MIVRC/MSRN-PyTorch</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIT; its README says non-commercial research only</source>
        <comment>model</comment>
        <translation>MIT；其 README 称仅限非商业研究</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR, authors</source>
        <comment>model</comment>
        <translation>EDSR（原作者）</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Largest and slowest</source>
        <comment>model</comment>
        <translation>最大也最慢</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>Seoul National University</source>
        <comment>model</comment>
        <translation>首尔大学</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>MIT (its code)</source>
        <comment>model</comment>
        <translation>MIT（其代码）</translation>
    </message>
    <message>
        <location filename="../../weights/catalogue.toml"/>
        <source>EDSR-base, authors</source>
        <comment>model</comment>
        <translation>EDSR-base（原作者）</translation>
    </message>
    <message>
        <source>The cluster does not answer any more: {error}.</source>
        <translation type="vanished">集群不再应答：{error}。</translation>
    </message>
    <message>
        <source>To see soon what comes of a picture. It costs up to {decibels:g} dB; for a result to keep, choose another.</source>
        <translation type="vanished">用于快速查看图片的大致结果。最多损失 {decibels:g} dB；要保留的结果请选择其他精度。</translation>
    </message>
    <message>
        <source>Choose auto, fp32, bf16 or fp16.</source>
        <translation type="vanished">请选择 auto、fp32、bf16 或 fp16。</translation>
    </message>
    <message>
        <source>Folder of downloaded and imported models</source>
        <translation type="vanished">存放下载和导入的模型的文件夹</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="vanished">缩放</translation>
    </message>
    <message>
        <source>Zoom of the crops</source>
        <translation type="vanished">裁切的缩放</translation>
    </message>
    <message>
        <source>Bicubic left, the result right (1)</source>
        <translation type="vanished">左为双三次插值，右为结果 (1)</translation>
    </message>
    <message>
        <source>How far bicubic and the result are from the reference (5)</source>
        <translation type="vanished">双三次插值和结果与参考图的差距 (5)</translation>
    </message>
    <message>
        <source>The result left, the reference right (6)</source>
        <translation type="vanished">左为结果，右为参考图 (6)</translation>
    </message>
    <message>
        <source>Amplify</source>
        <translation type="vanished">增强</translation>
    </message>
    <message>
        <source>How much differences are amplified: black is equal</source>
        <translation type="vanished">差异的增强倍数：黑色表示相同</translation>
    </message>
</context>
</TS>
